"""Writes parameters.json: what transformers names the parameters of tiny models, and their shapes.

Made with transformers 5.18 and torch 2.13: python make_parameters.py
"""

import json
from pathlib import Path

from transformers import AutoModelForCausalLM, LlamaConfig, Qwen2Config, Qwen3Config

common = dict(
    vocab_size=11,
    hidden_size=8,
    intermediate_size=12,
    num_hidden_layers=2,
    num_attention_heads=2,
    max_position_embeddings=64,
)
configs = {
    "qwen2": Qwen2Config(**common, num_key_value_heads=1, tie_word_embeddings=True),
    "qwen2-untied": Qwen2Config(**common, num_key_value_heads=2),
    "qwen3": Qwen3Config(**common, num_key_value_heads=1, head_dim=6, tie_word_embeddings=True),
    "qwen3-bias": Qwen3Config(**common, num_key_value_heads=1, head_dim=6, attention_bias=True),
    "llama": LlamaConfig(**common),
    "llama-bias": LlamaConfig(
        **common, num_key_value_heads=1, attention_bias=True, mlp_bias=True, tie_word_embeddings=True
    ),
}


def shapes(config):
    model = AutoModelForCausalLM.from_config(config)
    return {name: list(parameter.shape) for name, parameter in model.named_parameters()}


written = {
    name: {"config": config.to_diff_dict(), "shapes": shapes(config)} for name, config in configs.items()
}
path = Path(__file__).parent / "parameters.json"
path.write_text(json.dumps(written, indent=1) + "\n")
