"""Writes a folder for each tiny model: a random checkpoint, and what transformers and peft compute with it.

Made with transformers 5.18, peft 0.21 and torch 2.13: python make_models.py

- model/: the checkpoint in float32; adapter/: a LoRA adapter in PEFT's layout.
- expected.safetensors: logits of transformers in float32 of the prompts in cases.json (padded on the right and
  on the left), at late positions, and with the adapter; gradients of a clipped loss, by autograd in float64.
- expected.json: that loss, the old log-probabilities in it, and what generate() writes greedily behind each prompt:
  ids with their log-probabilities in float32, and the ids again where two of them end it.
"""

import json
import shutil
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from safetensors.torch import save_file
from torch import nn
from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

HERE = Path(__file__).parent
VOCABULARY = 61
GENERATED = 12
CLIP = 0.2
ENTROPY = 0.01

common = dict(
    vocab_size=VOCABULARY,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=8192,
    rms_norm_eps=1e-5,
    intermediate_size=24,
    bos_token_id=1,
    eos_token_id=2,
)
llama3 = dict(
    rope_type="llama3",
    rope_theta=500000.0,
    factor=8.0,
    low_freq_factor=1.0,
    high_freq_factor=4.0,
    # Small, so that some frequencies stay, some are interpolated and some divided.
    original_max_position_embeddings=64,
)
configs = {
    "qwen2": Qwen2Config(**common, hidden_size=32, tie_word_embeddings=True),
    "qwen3": Qwen3Config(**common, hidden_size=24, head_dim=8, rope_parameters=dict(rope_type="default", rope_theta=1e6)),
    "llama": LlamaConfig(**common, hidden_size=24, head_dim=8, rope_parameters=llama3),
    "llama-bias": LlamaConfig(
        **common, hidden_size=24, head_dim=8, attention_bias=True, mlp_bias=True, tie_word_embeddings=True
    ),
}
modules = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
adapters = {
    "qwen2": LoraConfig(r=2, lora_alpha=6, target_modules=["q_proj", "v_proj"]),
    "qwen3": LoraConfig(r=2, lora_alpha=4, target_modules=modules),
    "llama": LoraConfig(r=3, lora_alpha=4, use_rslora=True, target_modules=modules),
}

generator = torch.Generator().manual_seed(7)


def integers(count):
    return torch.randint(3, VOCABULARY, (count,), generator=generator).tolist()


def numbers(count, scale):
    return [round(x, 4) for x in (scale * torch.randn(count, generator=generator)).tolist()]


def randomise(model, scale):
    for name, parameter in model.named_parameters():
        if "norm" in name:
            parameter.data = 1 + 0.2 * torch.randn(parameter.shape, generator=generator)
        elif "lora_" in name or parameter.dim() > 1:
            parameter.data = scale * torch.randn(parameter.shape, generator=generator)
        else:
            parameter.data = 0.1 * torch.randn(parameter.shape, generator=generator)


def cases():
    prompts = [integers(n) for n in (5, 9, 1, 12)]
    groups = []
    for prompt, lengths in ((6, (5, 3, 7)), (3, (1, 4))):
        completions = []
        for length in lengths:
            mask = [1] * length
            # What the environment said in the middle is not trained.
            if length > 4:
                mask[2] = 0
            completions.append(
                dict(
                    ids=integers(length),
                    mask=mask,
                    advantages=numbers(length, 1.0),
                )
            )
        groups.append(dict(prompt=integers(prompt), completions=completions))
    return dict(
        prompts=prompts,
        late=dict(ids=integers(6), firstPosition=5003),
        groups=groups,
        clip=CLIP,
        entropy=ENTROPY,
        temperature=0.8,
    )


def padded(sequences, side):
    width = max(map(len, sequences))
    ids = torch.zeros(len(sequences), width, dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, sequence in enumerate(sequences):
        start = 0 if side == "right" else width - len(sequence)
        ids[row, start : start + len(sequence)] = torch.tensor(sequence)
        mask[row, start : start + len(sequence)] = 1
    return ids, mask, (mask.cumsum(-1) - 1).clamp(min=0)


def logits(model, sequences, side="right"):
    ids, mask, positions = padded(sequences, side)
    result = model(input_ids=ids, attention_mask=mask, position_ids=positions).logits
    return torch.cat([result[row][mask[row] == 1] for row in range(len(sequences))])


class DoubleNorm(nn.Module):
    """RMSNorm of transformers rounds to float32 inside; this one does not."""

    def __init__(self, norm):
        super().__init__()
        self.weight = norm.weight
        self.epsilon = norm.variance_epsilon

    def forward(self, x):
        return self.weight * x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.epsilon)


def in_double(model):
    model = model.double()
    for name, module in list(model.named_modules()):
        if type(module).__name__.endswith("RMSNorm"):
            parent, _, child = name.rpartition(".")
            setattr(model.get_submodule(parent), child, DoubleNorm(module))
    return model


def outputs(model, group, completion, temperature):
    """Log-probabilities and entropies of a completion's tokens."""
    ids = group["prompt"] + completion["ids"]
    start = len(group["prompt"])
    out = model(input_ids=torch.tensor([ids])).logits[0, start - 1 : -1] / temperature
    log_probs = torch.log_softmax(out, -1)
    taken = log_probs.gather(-1, torch.tensor(completion["ids"])[:, None])[:, 0]
    return taken, -(log_probs.exp() * log_probs).sum(-1)


def loss_and_old(model, given):
    """The loss, and old log-probabilities so near that some tokens are clipped and others are not."""
    total, old = 0, []
    for group in given["groups"]:
        for completion in group["completions"]:
            taken, entropy = outputs(model, group, completion, given["temperature"])
            noise = 0.25 * torch.randn(taken.shape, generator=generator)
            before = [round(x, 3) for x in (taken.detach().float() + noise).tolist()]
            old.append(before)
            ratio = torch.exp(taken - torch.tensor(before, dtype=torch.float32).double())
            advantages = torch.tensor(completion["advantages"], dtype=torch.float32).double()
            clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
            each = -torch.minimum(ratio * advantages, clipped * advantages) - ENTROPY * entropy
            total = total + (each * torch.tensor(completion["mask"])).sum()
    return total, old


def generate(model, prompt, **options):
    """Ids behind a prompt, with transformers' own cache, and the logits that each was the largest of."""
    options = dict(do_sample=False, max_new_tokens=GENERATED, pad_token_id=0) | options
    result = model.generate(
        torch.tensor([prompt]), output_logits=True, return_dict_in_generate=True, **options
    )
    return result.sequences[0, len(prompt) :].tolist(), torch.cat(result.logits)


def greedy(model, prompt):
    ids, scores = generate(model, prompt)
    best = scores.topk(2).values
    # Rounding must not decide which token is the likeliest.
    assert (best[:, 0] - best[:, 1]).min() > 1e-4
    taken = torch.log_softmax(scores, -1).gather(-1, torch.tensor(ids)[:, None])[:, 0]
    stop_ids = [ids[-1], ids[len(ids) // 2]]
    stopped, _ = generate(model, prompt, eos_token_id=stop_ids)
    log_probs = [round(x, 7) for x in taken.tolist()]
    return dict(ids=ids, logProbs=log_probs, stopIds=stop_ids, stopped=stopped)


def write(name, config, given):
    folder = HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    config._attn_implementation = "sdpa"
    model = AutoModelForCausalLM.from_config(config).eval()
    randomise(model, 0.25)
    model.save_pretrained(folder / "model", max_shard_size="1GB")
    expected, losses = {}, {}
    with torch.no_grad():
        expected["logits"] = logits(model, given["prompts"])
        left = logits(model, given["prompts"], "left")
        assert (left - expected["logits"]).abs().max() < 1e-4
        late = given["late"]
        positions = torch.arange(len(late["ids"]))[None] + late["firstPosition"]
        expected["late"] = model(input_ids=torch.tensor([late["ids"]]), position_ids=positions).logits[0]
    continued = [greedy(model, prompt) for prompt in given["prompts"]]
    double = in_double(AutoModelForCausalLM.from_pretrained(folder / "model", dtype=torch.float32))
    with torch.no_grad():
        assert (logits(double, given["prompts"]) - expected["logits"]).abs().max() < 1e-4
    loss, old = loss_and_old(double, given)
    loss.backward()
    losses["plain"] = dict(loss=loss.item(), oldLogProbs=old, greedy=continued)
    for parameter, value in double.named_parameters():
        expected[f"gradient.{parameter}"] = value.grad.float()
    if name in adapters:
        adapted = get_peft_model(AutoModelForCausalLM.from_pretrained(folder / "model"), adapters[name])
        for key, parameter in adapted.named_parameters():
            if "lora_" in key:
                parameter.data = 0.3 * torch.randn(parameter.shape, generator=generator)
        adapted.peft_config["default"].base_model_name_or_path = name
        adapted.save_pretrained(folder / "adapter")
        (folder / "adapter" / "README.md").unlink()
        with torch.no_grad():
            expected["adapted"] = logits(adapted.eval(), given["prompts"])
        continued = [greedy(adapted, prompt) for prompt in given["prompts"]]
        loss, old = loss_and_old(in_double(adapted), given)
        loss.backward()
        losses["adapter"] = dict(loss=loss.item(), oldLogProbs=old, greedy=continued)
        for key, parameter in adapted.named_parameters():
            if "lora_" in key:
                short = key.removeprefix("base_model.model.").replace(".default", "")
                expected[f"gradient.{short}"] = parameter.grad.float()
    save_file({key: value.contiguous() for key, value in expected.items()}, folder / "expected.safetensors")
    (folder / "expected.json").write_text(json.dumps(losses) + "\n")


def readable():
    for path in HERE.rglob("*.safetensors"):
        path.chmod(0o644)


given = cases()
(HERE / "cases.json").write_text(json.dumps(given) + "\n")
for name, config in configs.items():
    write(name, config, given)
readable()
