"""The single points of failure of one net, asked of networkx, rustworkx and topoboard in one run.

The net is layered, every part asks some of the next layer and any of them will do: the one kind of net for which the
dominators between the client and a common sink are the answer. What the others are given is a plain graph; topoboard is
given a drawing and also finds what hangs on servers, groups and kinds of request. Called by `benches/peers/run`.
"""

import os
import random
import subprocess
import sys
import tempfile
import time

import networkx
import rustworkx

TURNS = 20


def net(size, seed):
    """Layers of 1 to 40 parts; each part asks up to three of the next layer."""
    chance = random.Random(seed)
    layers, made = [["client"]], 0
    while made < size:
        width = 1 if chance.random() < 0.1 else chance.randint(2, 40)
        layers.append([f"n{made + place}" for place in range(width)])
        made += width
    edges = set()
    for layer, following in zip(layers, layers[1:]):
        for part in layer:
            edges.update((part, target) for target in chance.sample(following, min(3, len(following))))
        for target in following:
            edges.add((chance.choice(layer), target))
    return sorted(edges), layers[-1]


def spent(work):
    """The time that the processor spends on it, on average: what else the machine does makes no difference."""
    begun = time.process_time_ns()
    for _ in range(TURNS):
        work()
    return (time.process_time_ns() - begun) / TURNS


def chain(immediate, start, sink):
    """The dominators of the sink between it and the start."""
    found, part = set(), sink
    while part != start:
        part = immediate[part]
        found.add(part)
    return found - {start, sink}


def of_networkx(edges, ends):
    graph = networkx.DiGraph(edges)
    graph.add_edges_from((end, "sink") for end in ends)
    ask = lambda: networkx.immediate_dominators(graph, "client")
    return chain(ask(), "client", "sink"), spent(ask)


def of_rustworkx(edges, ends):
    graph, numbers = rustworkx.PyDiGraph(), {}
    for name in sorted({name for edge in edges for name in edge} | {"sink"}):
        numbers[name] = graph.add_node(name)
    graph.add_edges_from_no_data([(numbers[a], numbers[b]) for a, b in edges])
    graph.add_edges_from_no_data([(numbers[end], numbers["sink"]) for end in ends])
    ask = lambda: rustworkx.immediate_dominators(graph, numbers["client"])
    found = chain(ask(), numbers["client"], numbers["sink"])
    points = lambda: rustworkx.articulation_points(graph.to_undirected())
    return {graph[number] for number in found}, spent(ask), spent(points)


def of_topoboard(edges):
    with tempfile.NamedTemporaryFile("w", suffix=".edges", delete=False) as file:
        file.writelines(f"{a} {b}\n" for a, b in edges)
    environment = {**os.environ, "TOPOBOARD_PEER_EDGES": file.name}
    command = ["cargo", "bench", "--locked", "--quiet", "--bench", "peers"]
    out = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    os.unlink(file.name)
    rows = dict(line.split(" ", 1) if " " in line else (line, "") for line in out.splitlines())
    return set(rows["spofs"].split()), int(rows["whole"]), int(rows["compile"])


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [100, 1_000, 10_000]
    print(f"networkx {networkx.__version__}, rustworkx {rustworkx.__version__}; time of the processor, in ms")
    print(f"{'nodes':>7} {'points':>6} {'networkx':>9} {'rustworkx':>9} {'(points)':>9} {'ours':>9} {'question':>9} {'ratio':>7}")
    for size in sizes:
        edges, ends = net(size, size)
        theirs, networkx_time = of_networkx(edges, ends)
        rust, rust_time, points_time = of_rustworkx(edges, ends)
        ours, whole, compiling = of_topoboard(edges)
        if len(ends) == 1:
            theirs, rust = theirs | set(ends), rust | set(ends)
        assert theirs == rust, "the two others disagree"
        assert ours == theirs, f"we disagree: {sorted(ours ^ theirs)[:10]}"
        question = max(whole - compiling, 1)
        row = [networkx_time, rust_time, points_time, whole, question]
        numbers = " ".join(f"{value / 1e6:9.3f}" for value in row)
        print(f"{size:>7} {len(ours):>6} {numbers} {rust_time / question:6.1f}x")
    print("ours: compiling the drawing and asking; question: asking alone, as the others do; ratio: rustworkx to that")


main()
