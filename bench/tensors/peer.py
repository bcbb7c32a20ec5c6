"""PyTorch's side of `npm run bench -- tensors`: the same decoder, trained on the same shapes.

Reads one JSON object a line and answers with one. Eager, with scaled_dot_product_attention and the
fused AdamW: what a careful user of PyTorch on a CPU has without compiling.
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F


class Decoder(torch.nn.Module):
    def __init__(self, c):
        super().__init__()
        self.c = c
        d, f, h = c["width"], c["feedForward"], c["headSize"]
        q, kv = c["heads"] * h, c["keyValueHeads"] * h
        parameter = lambda *shape: torch.nn.Parameter(torch.randn(*shape) * 0.02)
        ones = lambda n: torch.nn.Parameter(torch.ones(n))
        self.embed = parameter(c["vocabularySize"], d)
        self.blocks = torch.nn.ModuleList()
        for _ in range(c["layers"]):
            self.blocks.append(
                torch.nn.ParameterDict(
                    dict(
                        n1=ones(d), n2=ones(d), q=parameter(q, d), k=parameter(kv, d), v=parameter(kv, d),
                        o=parameter(d, q), gate=parameter(f, d), up=parameter(f, d), down=parameter(d, f),
                    )
                )
            )
        self.norm = ones(d)

    def forward(self, ids, rows, targets):
        c = self.c
        b, t = ids.shape
        h = c["headSize"]
        angles = torch.arange(t)[:, None] / 10000 ** (torch.arange(0, h, 2) / h)[None]
        cos, sin = [torch.cat([f(angles)] * 2, -1) for f in (torch.cos, torch.sin)]
        turn = lambda x: x * cos + torch.cat([-x[..., h // 2 :], x[..., : h // 2]], -1) * sin
        x = F.embedding(ids, self.embed)
        for p in self.blocks:
            y = F.rms_norm(x, (x.shape[-1],), p["n1"], 1e-6)
            q, k, v = [F.linear(y, p[n]).view(b, t, -1, h).transpose(1, 2) for n in "qkv"]
            a = F.scaled_dot_product_attention(
                turn(q), turn(k), v, is_causal=True, enable_gqa=c["heads"] != c["keyValueHeads"]
            )
            x = x + F.linear(a.transpose(1, 2).reshape(b, t, -1), p["o"])
            y = F.rms_norm(x, (x.shape[-1],), p["n2"], 1e-6)
            x = x + F.linear(F.silu(F.linear(y, p["gate"])) * F.linear(y, p["up"]), p["down"])
        x = F.rms_norm(x, (x.shape[-1],), self.norm, 1e-6).reshape(b * t, -1)
        x = x if rows is None else x[rows]
        logits = F.linear(x, self.embed)
        return F.log_softmax(logits, -1).gather(-1, targets[:, None]).squeeze(-1)


def main():
    torch.set_num_threads(int(sys.argv[1]))
    torch.manual_seed(0)
    models = {}
    for line in sys.stdin:
        asked = json.loads(line)
        c, b, t = asked["config"], asked["rows"], asked["length"]
        key = json.dumps(asked["config"])
        if key not in models:
            model = Decoder(c)
            step = torch.compile(model) if asked.get("compile") else model
            models[key] = model, step, torch.optim.AdamW(model.parameters(), lr=1e-4, fused=True)
        model, run, optimizer = models[key]
        first = asked.get("trainFrom", 0)
        rows = None
        if first:
            rows = (torch.arange(b)[:, None] * t + torch.arange(first, t)[None]).reshape(-1)
        ids = torch.randint(0, c["vocabularySize"], (b, t))
        n = b * t if rows is None else len(rows)
        targets = torch.randint(0, c["vocabularySize"], (n,))
        advantages = torch.randn(n)
        times, cpu = [], []
        for _ in range(asked["steps"]):
            began, busy = time.perf_counter(), time.process_time()
            loss = -(run(ids, rows, targets) * advantages).sum() / n
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            loss.item()
            times.append((time.perf_counter() - began) * 1000)
            cpu.append((time.process_time() - busy) * 1000)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"ms": times, "cpuMs": cpu, "peakMiB": peak, "torch": torch.__version__}), flush=True)


main()
