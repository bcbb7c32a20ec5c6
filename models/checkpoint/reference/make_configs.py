"""Writes configs.json: what transformers makes of config.json files of both layouts.

Made with transformers 5.18: python make_configs.py
"""

import json
import tempfile
from pathlib import Path

from transformers import AutoConfig

# The published configurations of Qwen2.5-0.5B, Qwen3-0.6B and Llama-3.2-1B, in their essentials.
qwen25 = dict(
    architectures=["Qwen2ForCausalLM"], model_type="qwen2", hidden_act="silu", hidden_size=896,
    intermediate_size=4864, max_position_embeddings=32768, max_window_layers=24,
    num_attention_heads=14, num_hidden_layers=24, num_key_value_heads=2, rms_norm_eps=1e-06,
    rope_theta=1000000.0, sliding_window=32768, tie_word_embeddings=True, torch_dtype="bfloat16",
    use_sliding_window=False, vocab_size=151936, bos_token_id=151643, eos_token_id=151645,
)  # fmt: skip
qwen3 = dict(
    architectures=["Qwen3ForCausalLM"], model_type="qwen3", attention_bias=False, head_dim=128,
    hidden_act="silu", hidden_size=1024, intermediate_size=3072, max_position_embeddings=40960,
    num_attention_heads=16, num_hidden_layers=28, num_key_value_heads=8, rms_norm_eps=1e-06,
    rope_scaling=None, rope_theta=1000000, sliding_window=None, tie_word_embeddings=True,
    torch_dtype="bfloat16", use_sliding_window=False, vocab_size=151936, bos_token_id=151643,
    eos_token_id=151645,
)  # fmt: skip
llama32 = dict(
    architectures=["LlamaForCausalLM"], model_type="llama", attention_bias=False, mlp_bias=False,
    head_dim=64, hidden_act="silu", hidden_size=2048, intermediate_size=8192,
    max_position_embeddings=131072, num_attention_heads=32, num_hidden_layers=16,
    num_key_value_heads=8, rms_norm_eps=1e-05, rope_theta=500000.0, tie_word_embeddings=True,
    rope_scaling=dict(
        factor=32.0, high_freq_factor=4.0, low_freq_factor=1.0,
        original_max_position_embeddings=8192, rope_type="llama3",
    ),
    vocab_size=128256, bos_token_id=128000, eos_token_id=[128001, 128008, 128009],
)  # fmt: skip
scaling = llama32["rope_scaling"]
v5 = {key: value for key, value in llama32.items() if key not in ("rope_theta", "rope_scaling")}
given = {
    "qwen2, silent": dict(model_type="qwen2"),
    "qwen3, silent": dict(model_type="qwen3"),
    "llama, silent": dict(model_type="llama"),
    "qwen2, no key-value heads": dict(model_type="qwen2", num_key_value_heads=None, num_attention_heads=8),
    "llama, no tokens": dict(model_type="llama", bos_token_id=None, eos_token_id=None),
    "llama, biases": dict(model_type="llama", attention_bias=True, mlp_bias=True, head_dim=None),
    "qwen3, biases": dict(model_type="qwen3", attention_bias=True),
    "qwen2, head size": dict(model_type="qwen2", head_dim=64),
    "Qwen2.5-0.5B": qwen25,
    "Qwen3-0.6B": qwen3,
    "Llama-3.2-1B": llama32,
    "Llama-3.2-1B, v5": dict(**v5, rope_parameters=dict(**scaling, rope_theta=500000.0), dtype="bfloat16"),
    "Qwen3, v5": dict(model_type="qwen3", rope_parameters=dict(rope_type="default", rope_theta=1000000.0)),
    "rope type by its old name": dict(
        model_type="llama",
        rope_scaling={**{k: v for k, v in scaling.items() if k != "rope_type"}, "type": "llama3"},
    ),
    "rope without its length": dict(
        model_type="llama",
        rope_scaling={k: v for k, v in scaling.items() if not k.startswith("original")},
    ),
    "rope parameters without theta": dict(
        model_type="qwen2", rope_theta=1000000.0, rope_parameters=dict(rope_type="default")
    ),
}
keys = [
    "vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
    "num_key_value_heads", "max_position_embeddings", "rms_norm_eps", "tie_word_embeddings",
    "rope_parameters", "bos_token_id", "eos_token_id", "pad_token_id",
]  # fmt: skip


def resolved(config):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_text(json.dumps(config))
        read = AutoConfig.from_pretrained(folder)
    head_dim = getattr(read, "head_dim", None) or read.hidden_size // read.num_attention_heads
    return {**{key: getattr(read, key) for key in keys}, "head_dim": head_dim}


written = {name: {"given": config, "resolved": resolved(config)} for name, config in given.items()}
(Path(__file__).parent / "configs.json").write_text(json.dumps(written, indent=1) + "\n")
