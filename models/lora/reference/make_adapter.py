"""Writes adapter/: a LoRA adapter of a tiny Qwen3 model as PEFT saves it, beside shapes.json, the
shapes of the model's parameters.

Made with peft 0.21, transformers 5.18 and torch 2.13: python make_adapter.py
"""

import json
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, Qwen3Config

here = Path(__file__).parent
torch.manual_seed(7)
base = AutoModelForCausalLM.from_config(
    Qwen3Config(
        vocab_size=11, hidden_size=8, intermediate_size=12, num_hidden_layers=2,
        num_attention_heads=2, num_key_value_heads=1, head_dim=6, max_position_embeddings=64,
        tie_word_embeddings=True,
    )
)  # fmt: skip
shapes = {name: list(parameter.shape) for name, parameter in base.named_parameters()}
(here / "shapes.json").write_text(json.dumps(shapes, indent=1) + "\n")
model = get_peft_model(
    base,
    LoraConfig(
        task_type="CAUSAL_LM",
        r=2,
        lora_alpha=6,
        lora_dropout=0.05,
        target_modules=["q_proj", "v_proj", "down_proj", "c_attn"],
        use_rslora=True,
        rank_pattern={"down_proj": 3, "layers.1.self_attn.v_proj": 1},
        alpha_pattern={"^model.layers.0.self_attn.q_proj": 5},
        init_lora_weights=False,
    ),
)
model.peft_config["default"].base_model_name_or_path = "tiny-qwen3"
model.save_pretrained(here / "adapter", save_embedding_layers=False)
(here / "adapter" / "README.md").unlink()
scales = {
    name.removeprefix("base_model.model."): module.scaling["default"]
    for name, module in model.named_modules()
    if hasattr(module, "lora_A")
}
values = {
    name.removeprefix("base_model.model.").replace(".default", ""): parameter.flatten().tolist()
    for name, parameter in model.named_parameters()
    if "lora_" in name
}
(here / "expected.json").write_text(json.dumps({"scales": scales, "values": values}) + "\n")
