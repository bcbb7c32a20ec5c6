"""Writes reference.json: ids and texts by Hugging Face's tokenizers, for tokenizers of bpe/ and variants of it.

bpe/ was written by `trainByteLevelBpe` from corpus.txt (bpe.test.ts holds them equal).
Made with tokenizers 0.23 and transformers 5.18: python make_reference.py
"""

import json
from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoTokenizer

here = Path(__file__).parent
base = json.loads((here / "bpe" / "tokenizer.json").read_text())
size = len(base["model"]["vocab"]) + len(base["added_tokens"])


def added(place, content, special, **more):
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False} | more
    return {"id": size + place, "content": content, "special": special, **flags}


think = [added(0, "<think>", False), added(1, "</think>", False), added(2, "<tool_call>", False)]
llama3 = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)
byte_level = base["decoder"]
variants = {
    "bpe": {},
    # Qwen2 and Qwen3: composed characters, and added tokens that do not control.
    "qwen": {"normalizer": {"type": "NFC"}, "added_tokens": base["added_tokens"] + think},
    # Llama 3: numbers in threes, whole words before merges.
    "llama3": {
        "pre_tokenizer": {
            "type": "Sequence",
            "pretokenizers": [
                {"type": "Split", "pattern": {"Regex": llama3}, "behavior": "Isolated", "invert": False},
                {**byte_level, "use_regex": False},
            ],
        },
        "model": {**{k: v for k, v in base["model"].items() if k not in ("vocab", "merges")}, "ignore_merges": True},
    },
    # GPT-2: the pre-tokenizer's own pattern.
    "gpt2": {"pre_tokenizer": {**byte_level, "use_regex": True}},
    # Special tokens that take white space around them.
    "strips": {"added_tokens": base["added_tokens"] + [added(0, "<mask>", True, lstrip=True, rstrip=True)]},
    # One token a character.
    "characters": {
        "added_tokens": [],
        "pre_tokenizer": None,
        "decoder": {"type": "Fuse"},
        "model": {**base["model"], "unk_token": "\ufffd", "vocab": {c: i for i, c in enumerate("\n !abcdefghi😀é\ufffd")}, "merges": []},
    },
}

texts = [
    "",
    " ",
    "The agent reads the error.",
    "  two  spaces\tand\ttabs \n\n\n lines \r\n windows\r mac   ",
    "\n",
    " \n \n",
    "\u00a0no break\u2003em space\u3000wide\u200bzero width\u2028line\u0085next",
    "\x00\x01\x1b[31mred\x7f",
    "\ufeffmark of order \ufeff",
    "it's IT'S I'LL we'Ve 'tis don’t",
    "0 12 345 6789 1234567890 3.14 1,000 ٣٤٥ ⅷ ² ½",
    "a+b=c; x->y, (z) [w] {v} \"q\" 'p' `k` /* c */ // d\n",
    "snake_case camelCase kebab-case SCREAMING",
    "😀👍🏽👩‍👩‍👧‍👦🇫🇷🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "e\u0301 \u00e9 a\u030a\u0323 \u1e01\u0323 n\u0303o q\u0307\u0323 \u212b \u2126",
    "敏捷的棕色狐狸。今日は、안녕하세요 \u1112\u1161\u11ab",
    "مرحبا بِالعَالَم ‏שָׁלוֹם‎ עולם 123 mixed",
    "नमस्ते สวัสดี ไทย አማርኛ",
    "𝕳𝖊𝖑𝖑𝖔 𐍈𐌰 \U0010ffff \ue000 \ufdd0",
    "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n",
    "<|im_end|><|im_end|> <|im_end|>x<|im_en|im_end|>d|>",
    "<|im_start", "|im_end|>", "<<|im_end|>>", "<|IM_END|>",
    "<think>\nhm\n</think>\n\nyes <tool_call> no",
    "a <mask> b<mask>c \n<mask>\n d<mask> <mask>",
    "abc 😀é zebra\nhi!",
    "if (total > 100) return { reward: 1 }",
    "Zürich Größe fünf " * 40,
    "x" * 300 + " " * 300 + "\n" * 50 + "9" * 100,
]

written = {"variants": variants, "texts": texts, "ids": {}}
for name, patch in variants.items():
    document = {**base, **patch, "model": {**base["model"], **patch.get("model", {})}}
    tokenizer = Tokenizer.from_str(json.dumps(document))
    rows = []
    for text in texts:
        tokenizer.encode_special_tokens = False
        special = tokenizer.encode(text, add_special_tokens=False).ids
        tokenizer.encode_special_tokens = True
        plain = tokenizer.encode(text, add_special_tokens=False).ids
        # A row is [ids, ids with special tokens as text, text decoded, text without special tokens].
        row = [special, plain, tokenizer.decode(special, skip_special_tokens=False), tokenizer.decode(special)]
        if plain == special:
            row[1] = None
        rows.append(row)
    written["ids"][name] = rows

folder = AutoTokenizer.from_pretrained(here / "bpe")
assert [folder.encode(text, add_special_tokens=False) for text in texts] == [row[0] for row in written["ids"]["bpe"]]
assert folder.eos_token == "<|im_end|>" and folder.pad_token == "<|endoftext|>"
written["transformers"] = {"length": len(folder), "eos": folder.eos_token_id, "pad": folder.pad_token_id}
(here / "reference.json").write_text(json.dumps(written, ensure_ascii=True, separators=(",", ":")) + "\n")
