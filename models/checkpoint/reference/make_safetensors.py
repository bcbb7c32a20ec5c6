"""Writes tiny.safetensors, as the safetensors library stores tensors, and rounding.json: how torch
rounds float32 numbers (bits) to float16 and bfloat16 (bits).

Made with safetensors 0.8, torch 2.13 and numpy: python make_safetensors.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

here = Path(__file__).parent
special = [0.0, -0.0, 1.0, -1.5, 3.140625, float("inf"), float("-inf"), float("nan"), 6e-8, 1e-40]
save_file(
    {
        "f32": torch.tensor(special).reshape(2, 5),
        "f16": torch.tensor(special, dtype=torch.float16),
        "bf16": torch.tensor(special, dtype=torch.bfloat16).reshape(5, 2),
        "scalar": torch.tensor(2.5),
        "empty": torch.zeros(3, 0),
        "ids": torch.arange(3),
    },
    here / "tiny.safetensors",
    metadata={"format": "pt"},
)

# Numbers at and beside every boundary: ties, the largest, the subnormal, and some at random.
edges = [0x00000000, 0x00000001, 0x007FFFFF, 0x00800000, 0x33000000, 0x33000001, 0x337FFFFF]
edges += [0x33800000, 0x33C00000, 0x387FC000, 0x387FE000, 0x387FF000, 0x38800000, 0x3F801000]
edges += [0x3F803000, 0x3F808000, 0x3F818000, 0x3F808001, 0x477FE000, 0x477FEFFF, 0x477FF000]
edges += [0x7F7F7FFF, 0x7F7F8000, 0x7F7FFFFF, 0x7F800000]
near = [bits + step for bits in edges for step in (-1, 0, 1) if 0 <= bits + step <= 0x7F800000]
random = np.random.default_rng(7)
halves = random.integers(0x32000000, 0x47800000, 250)
anywhere = random.integers(0, 0x7F800000, 100)
bits = np.unique(np.array([*near, *halves, *anywhere], dtype=np.uint32))
bits = np.concatenate([bits, bits | 0x80000000])
numbers = torch.from_numpy(bits.view(np.float32).copy())


def narrowed(dtype):
    return numbers.to(dtype).view(torch.int16).numpy().view(np.uint16).tolist()


rounding = {"f32": bits.tolist(), "f16": narrowed(torch.float16), "bf16": narrowed(torch.bfloat16)}
(here / "rounding.json").write_text(json.dumps(rounding) + "\n")
