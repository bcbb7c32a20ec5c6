"""PyTorch's side of `npm run bench -- sampler`: a hand-written loop with keys and values in a cache.

Reads one JSON object a line and answers with one. Eager, under inference_mode: what a careful user of
PyTorch on a CPU has without compiling. Of the ways to write it, the fastest on an EPYC (processor time,
six interleaved rounds, one thread):
- views of preallocated keys and values; growing them by cat takes as long or up to 9 % longer;
- scaled_dot_product_attention for the prompts, the three operations written out for single tokens:
  0 to 5 % faster there than scaled_dot_product_attention;
- one matrix for queries, keys and values, one for gate and up, and sums in place: 1 to 12 % together;
- a token by the inverse of the cumulated probabilities: multinomial takes 12 to 30 % longer, Gumbel noise
  as long as multinomial; the logarithm of the one probability instead of log_softmax.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F


class Decoder:
    def __init__(self, c):
        self.c = c
        d, f, h, heads = c["width"], c["feedForward"], c["headSize"], c["heads"]
        assert c["keyValueHeads"] == heads
        matrix = lambda *shape: torch.randn(*shape) * 0.02
        self.embed, self.norm = matrix(c["vocabularySize"], d), torch.ones(d)
        self.layers = [
            dict(
                n1=torch.ones(d), n2=torch.ones(d), qkv=matrix(3 * heads * h, d), o=matrix(d, heads * h),
                gate_up=matrix(2 * f, d), down=matrix(d, f),
            )
            for _ in range(c["layers"])
        ]
        angles = torch.arange(c["maxLength"])[:, None] / 10000 ** (torch.arange(0, h, 2) / h)[None]
        self.cos = torch.cat([angles.cos()] * 2, -1)[:, None]
        self.sin = torch.cat([-angles.sin(), angles.sin()], -1)[:, None]

    def cache(self, rows, length):
        shape = rows, self.c["heads"], length, self.c["headSize"]
        return [(torch.empty(shape), torch.empty(shape)) for _ in self.layers]

    def logits(self, ids, cache, first):
        """Of the token behind `ids` [rows, tokens], which stand at positions `first` and following."""
        c = self.c
        b, n = ids.shape
        heads, h, end = c["heads"], c["headSize"], first + n
        cos, sin = self.cos[first:end], self.sin[first:end]
        turn = lambda x: x * cos + torch.cat([x[..., h // 2 :], x[..., : h // 2]], -1) * sin
        x = F.embedding(ids, self.embed)
        for p, (keys, values) in zip(self.layers, cache):
            y = F.rms_norm(x, (c["width"],), p["n1"], 1e-6)
            qkv = F.linear(y, p["qkv"]).view(b, n, 3 * heads, h)
            qk, v = turn(qkv[:, :, : 2 * heads]).transpose(1, 2), qkv[:, :, 2 * heads :].transpose(1, 2)
            keys[:, :, first:end], values[:, :, first:end] = qk[:, heads:], v
            q, k, v = qk[:, :heads], keys[:, :, :end], values[:, :, :end]
            if n > 1:
                assert first == 0
                a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            else:
                a = torch.softmax((q * h**-0.5) @ k.transpose(-1, -2), -1) @ v
            x.add_(F.linear(a.transpose(1, 2).reshape(b, n, -1), p["o"]))
            y = F.rms_norm(x, (c["width"],), p["n2"], 1e-6)
            gate, up = F.linear(y, p["gate_up"]).chunk(2, -1)
            x.add_(F.linear(F.silu(gate).mul_(up), p["down"]))
        return F.linear(F.rms_norm(x[:, -1], (c["width"],), self.norm, 1e-6), self.embed)

    def sample(self, prompts, count):
        """Ids and log-probs [rows, count] at temperature 1."""
        b, first = prompts.shape
        cache = self.cache(b, first + count)
        ids, log_probs = torch.empty(b, count, dtype=torch.long), torch.empty(b, count)
        new, at = prompts, 0
        for i in range(count):
            probs = torch.softmax(self.logits(new, cache, at), -1)
            at += new.shape[1]
            new = torch.searchsorted(probs.cumsum(-1), torch.rand(b, 1)).clamp_(max=probs.shape[1] - 1)
            ids[:, i : i + 1] = new
            log_probs[:, i : i + 1] = probs.gather(1, new).log_()
        return ids, log_probs

    def check(self):
        """Log-probs of the loop are those of the whole text at once."""
        prompts = torch.randint(0, self.c["vocabularySize"], (3, 16))
        ids, log_probs = self.sample(prompts, 16)
        for i in range(16):
            text = torch.cat([prompts, ids[:, :i]], 1)
            whole = torch.log_softmax(self.logits(text, self.cache(*text.shape), 0), -1)
            torch.testing.assert_close(whole.gather(1, ids[:, i : i + 1])[:, 0], log_probs[:, i], atol=1e-5, rtol=0)


@torch.inference_mode()
def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    models = {}
    for line in sys.stdin:
        asked = json.loads(line)
        c, rows = asked["config"], asked["rows"]
        key = json.dumps(c)
        if key not in models:
            models[key] = Decoder(c)
            models[key].check()
        times, cpu = [], []
        for _ in range(asked["repeats"]):
            prompts = torch.randint(0, c["vocabularySize"], (rows, asked["promptLength"]))
            began, busy = time.perf_counter(), time.process_time()
            ids, log_probs = models[key].sample(prompts, asked["newTokens"])
            assert ids.tolist() and log_probs.tolist()
            times.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - busy) * 1000)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"ms": times, "cpuMs": cpu, "peakMiB": peak}), flush=True)


main()
