"""Steps of torch.optim.AdamW behind clip_grad_norm_, in float64: writes adamw.json."""

import json
from pathlib import Path

import torch

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)
SHAPES = {"matrix": [3, 2], "vector": [4], "plain": [2, 2]}
DECAYED = {"matrix"}
STEPS = [
    {"learningRate": 0.05, "denominator": 4.0, "maxGradientNorm": 0.5},
    {"learningRate": 0.02, "denominator": 7.0, "maxGradientNorm": 100.0},
    {"learningRate": 0.05, "denominator": 1.0, "maxGradientNorm": 0.01},
    {"learningRate": 0.1, "denominator": 32.0},
    {"learningRate": 0.03, "denominator": 5.0, "maxGradientNorm": 1.0},
]
COMMON = {"beta1": 0.8, "beta2": 0.95, "epsilon": 1e-6, "weightDecay": 0.3}


def rounded(shape):
    return torch.randn(shape).float().double()


start = {name: rounded(shape) for name, shape in SHAPES.items()}
weights = {name: value.clone().requires_grad_() for name, value in start.items()}
groups = [
    {"params": [weights[n] for n in weights if n in DECAYED], "weight_decay": COMMON["weightDecay"]},
    {"params": [weights[n] for n in weights if n not in DECAYED], "weight_decay": 0.0},
]
optimizer = torch.optim.AdamW(
    groups, lr=0.0, betas=(COMMON["beta1"], COMMON["beta2"]), eps=COMMON["epsilon"]
)
steps = []
for options in STEPS:
    batches = [{name: rounded(shape) for name, shape in SHAPES.items()} for _ in range(2)]
    for name, weight in weights.items():
        weight.grad = sum(batch[name] for batch in batches) / options["denominator"]
    largest = options.get("maxGradientNorm", float("inf"))
    norm = torch.nn.utils.clip_grad_norm_(weights.values(), largest)
    for group in optimizer.param_groups:
        group["lr"] = options["learningRate"]
    optimizer.step()
    steps.append(
        {
            "options": {**options, **COMMON},
            "batches": [{n: b[n].flatten().tolist() for n in b} for b in batches],
            "gradientNorm": norm.item(),
            "weights": {n: w.flatten().tolist() for n, w in weights.items()},
            "m": {n: optimizer.state[w]["exp_avg"].flatten().tolist() for n, w in weights.items()},
            "v": {n: optimizer.state[w]["exp_avg_sq"].flatten().tolist() for n, w in weights.items()},
        }
    )
result = {
    "torch": torch.__version__,
    "declared": {
        n: {"shape": s, "trainable": True, **({"decay": False} if n == "plain" else {})}
        for n, s in SHAPES.items()
    },
    "start": {n: w.flatten().tolist() for n, w in start.items()},
    "steps": steps,
}
Path(__file__).with_name("adamw.json").write_text(json.dumps(result) + "\n")
