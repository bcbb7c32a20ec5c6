"""TRL's side of `npm run bench -- train`: its GRPOTrainer, one optimizer step for every line of JSON it reads.

The model is a Llama of the asked sizes, prompts are random tokens, and a reward that knows nothing of the text
makes every group differ. Of TRL's settings those that make it fastest on a CPU: float32 and no gradient
checkpointing (its defaults are bf16 and checkpointing, which take 20 % longer), one batch for the whole step, the
fused AdamW. The end of a text is never drawn before its last token, so that all samples have the same length.
"""

import json
import os
import random
import resource
import sys
import time

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", TRL_EXPERIMENTAL_SILENCE="1")
threads = int(sys.argv[1])
os.environ["OMP_NUM_THREADS"] = str(threads)
answers = os.fdopen(os.dup(1), "w")
# What libraries print is no answer.
os.dup2(2, 1)

import datasets
import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast, TrainerCallback
from trl import GRPOConfig, GRPOTrainer

torch.set_num_threads(threads)
transformers.logging.set_verbosity_error()
datasets.disable_progress_bars()


class Phases:
    """Milliseconds spent within some methods of a trainer."""

    def __init__(self):
        self.spent = {}

    def watch(self, trainer, method, name):
        inner = getattr(trainer, method)

        def timed(*args, **kwargs):
            began = time.perf_counter()
            try:
                return inner(*args, **kwargs)
            finally:
                self.spent[name] = self.spent.get(name, 0) + (time.perf_counter() - began) * 1000

        setattr(trainer, method, timed)


class Stepwise(TrainerCallback):
    """Waits for a question before each step, and answers after it."""

    def __init__(self, first, phases, tokens):
        self.left, self.phases, self.tokens = first, phases, tokens
        self.times, self.cpu, self.by_phase = [], [], []

    def on_step_begin(self, args, state, control, **kwargs):
        self.phases.spent = {}
        self.began, self.busy = time.perf_counter(), time.process_time()

    def on_step_end(self, args, state, control, model=None, **kwargs):
        took = (time.perf_counter() - self.began) * 1000
        self.cpu.append((time.process_time() - self.busy) * 1000)
        self.times.append(took)
        sampling, rollout = self.phases.spent["sampling"], self.phases.spent["rollout"]
        self.by_phase.append(dict(sampling=sampling, credit=rollout - sampling, update=took - rollout))
        assert self.tokens["last"] == self.tokens["wanted"], self.tokens
        self.left -= 1
        if self.left == 0:
            self.answer()
            line = sys.stdin.readline()
            if not line:
                # Nobody asks any more: there is nothing to tidy up, and nothing to report.
                os._exit(0)
            self.left = json.loads(line)["steps"]

    def answer(self):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        phases = {name: [each[name] for each in self.by_phase] for name in self.by_phase[0]}
        answers.write(json.dumps(dict(ms=self.times, cpuMs=self.cpu, phases=phases, peakMiB=peak)) + "\n")
        answers.flush()
        self.times, self.cpu, self.by_phase = [], [], []


def word_tokenizer(size):
    """Every token is a word, `t7`: a prompt has as many tokens as words."""
    vocabulary = {f"t{i}": i for i in range(size)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="t0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="t1", pad_token="t2", unk_token="t0")


def main():
    asked = json.loads(sys.stdin.readline())
    c, groups, size = asked["config"], asked["groups"], asked["groupSize"]
    torch.manual_seed(0)
    random.seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=c["vocabularySize"], hidden_size=c["width"], intermediate_size=c["feedForward"],
            num_hidden_layers=c["layers"], num_attention_heads=c["heads"], num_key_value_heads=c["keyValueHeads"],
            head_dim=c["headSize"], tie_word_embeddings=True, max_position_embeddings=2048,
            bos_token_id=None, eos_token_id=1, pad_token_id=2,
        )
    )  # fmt: skip
    prompt = lambda: " ".join(f"t{random.randrange(3, c['vocabularySize'])}" for _ in range(asked["promptLength"]))
    data = datasets.Dataset.from_list([{"prompt": prompt()} for _ in range(groups * 64)])
    tokens = {"wanted": [asked["promptLength"], asked["newTokens"], groups * size], "last": None}

    def reward(prompts, completions, completion_ids, **_):
        tokens["last"] = [len(prompts[0].split()), min(map(len, completion_ids)), len(completions)]
        return [random.random() for _ in completions]

    phases = Phases()
    trainer = GRPOTrainer(
        model=model,
        reward_funcs=reward,
        processing_class=word_tokenizer(c["vocabularySize"]),
        train_dataset=data,
        callbacks=[Stepwise(asked["steps"], phases, tokens)],
        args=GRPOConfig(
            output_dir=asked["folder"], use_cpu=True, bf16=False, gradient_checkpointing=False,
            per_device_train_batch_size=groups * size, gradient_accumulation_steps=1, num_generations=size,
            max_completion_length=asked["newTokens"], generation_kwargs={"min_new_tokens": asked["newTokens"]},
            temperature=1.0, beta=0.0, learning_rate=1e-4, lr_scheduler_type="constant", weight_decay=0.01,
            max_grad_norm=1.0, max_steps=10**6, logging_steps=10**6, save_strategy="no", report_to="none",
            disable_tqdm=True, dataloader_pin_memory=False,
        ),
    )  # fmt: skip
    phases.watch(trainer, "_generate", "sampling")
    phases.watch(trainer, "_generate_and_score_completions", "rollout")
    trainer.train()


main()
