"""Steps/s of games of other libraries, resets included: a game and seconds a line in, a JSON line out."""
import importlib.util
import json
import random
import sys
import time
import types

ACTIONS = 4096


def gymnasium_loop(name):
    import gymnasium

    env = gymnasium.make("FrozenLake-v1", map_name="4x4", is_slippery=False)
    env.action_space.seed(0)
    actions = [env.action_space.sample() for _ in range(ACTIONS)]
    return env.reset, env.step, actions


GEM = {
    "GuessTheNumber": ("guess_the_number", "GuessTheNumberEnv", dict(min_number=1, max_number=20, max_turns=10)),
    "Mastermind": ("mastermind", "MastermindEnv", dict(code_length=4, num_numbers=6, max_turns=20, duplicate_numbers=False)),
    "Minesweeper": ("minesweeper", "MinesweeperEnv", dict(rows=8, cols=8, num_mines=10, max_turns=100)),
    "Game2048": ("game_2048", "Game2048Env", dict(target_tile=2048, max_turns=100)),
    "Sokoban": ("sokoban", "SokobanEnv", dict(dim_room=(6, 6), num_boxes=3, max_turns=100)),
}


def gem_loop(name):
    # It registers these data sets when it is imported; no game needs them, and they bring a great deal with them.
    if importlib.util.find_spec("reasoning_gym") is None:
        stub = types.ModuleType("reasoning_gym")
        stub.factory = types.SimpleNamespace(DATASETS={})
        sys.modules["reasoning_gym"] = stub
    module, kind, options = GEM[name]
    env = getattr(importlib.import_module(f"gem.envs.game_env.{module}"), kind)(**options)
    env.reset()
    actions = [env.sample_random_action() for _ in range(ACTIONS)]
    return env.reset, env.step, actions


def textarena_loop(name):
    import textarena

    env = textarena.make("TowerOfHanoi-v0")
    towers = [a + " " + b for a in "ABC" for b in "ABC" if a != b]
    chance = random.Random(0)
    actions = [f"[{chance.choice(towers)}]" for _ in range(ACTIONS)]

    def reset():
        env.reset(num_players=1)
        env.get_observation()

    def step(action):
        done, info = env.step(action)
        if not done:
            env.get_observation()
        return None, 0, done, False, info

    return reset, step, actions


LOOPS = {"gymnasium": gymnasium_loop, "gem": gem_loop, "textarena": textarena_loop}


def measure(reset, step, actions, seconds):
    count = 0
    reset()
    started = time.perf_counter()
    end = started + seconds
    while True:
        # Reading the clock every step would be measured, too.
        for _ in range(64):
            _, _, terminated, truncated, _ = step(actions[count % ACTIONS])
            count += 1
            if terminated or truncated:
                reset()
        now = time.perf_counter()
        if now >= end:
            return count / (now - started)


def main():
    library = sys.argv[1]
    loops = {}
    for line in sys.stdin:
        name, seconds = line.split()
        try:
            if name not in loops:
                random.seed(0)
                loops[name] = LOOPS[library](name)
            answer = {"perSecond": measure(*loops[name], float(seconds))}
        except Exception as error:  # One game that fails leaves the others.
            answer = {"problem": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
