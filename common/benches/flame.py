#!/usr/bin/env python3
"""Draws where the server's time goes, from the stacks that `perf` has seen; prints the shares as well.

    perf record -g -F 5000 -p PID -o rest.data -- sleep 4
    perf script -i rest.data --no-inline -F ip,sym | common/benches/flame.py rest web/cost/index.html

The picture takes the place of the one between `<!-- flame rest -->` and `<!-- end -->` in that page. It is an
SVG without a script: lengths are in percent, so it is as wide as its place, and its colours are in the page's
style sheet. Functions are folded to what a reader knows; the tables below say which is what. For Linux on x86.
"""

import re
import sys
from collections import Counter
from html import escape

ROW = 36
# Width of a letter, and of the picture on a phone, a tablet and a laptop, in pixels.
LETTER, PLACES = 7.6, {"phone": 350, "tablet": 720, "laptop": 980}

# The way of a packet through the kernel. A stack is folded to those of them that it passes, outermost first:
# the name of the stage, its class in the picture, functions with which it begins.
STAGES = [
    ("sendto", "write", "__sys_sendto __sys_sendmsg"),
    ("TCP, out", "tcp", "tcp_sendmsg"),
    ("copy", "copy", "_copy_from_iter __check_object_size tcp_stream_alloc_skb sk_page_frag_refill"),
    ("a segment", "tcp", "__tcp_push_pending_frames tcp_write_xmit"),
    ("IP, out", "ip", "__ip_queue_xmit"),
    ("loopback", "loopback", "__dev_queue_xmit"),
    ("IP, in", "ip", "__netif_receive_skb_one_core"),
    ("TCP, in", "tcp", "tcp_v4_rcv"),
    ("wake-up", "wake", "sock_def_readable"),
    ("recvfrom", "read", "__sys_recvfrom"),
    ("epoll_wait", "read", "__x64_sys_epoll_wait"),
]
STAGE_OF = {name: stage[:2] for stage in STAGES for name in stage[2].split()}

# Our own code, by the function that was running: the compiler has dissolved most of the others in these.
OWN = [
    ("delivery loop", r"Outlet>::|try_write|::deliver|serve\b|__send$|asynccancel|indexmap|Log::run|Track::slices|book"),
    ("parse, encode", r"serde|protocol|text::|clean_line|publish|Log::|log::|frame::append|basic_chat|Room|room::"
                      r"|registry|memmove|memset|from_utf8|ledger|keep"),
    ("read", r"[Ii]nlet|poll_read|Place::|parser|tungstenite|bytes::|linger|websocket::connection"),
]
KERNEL = 1 << 63


def stacks(lines):
    """Each stack as a list of (address, function), innermost first."""
    stack = []
    for line in [*lines, ""]:
        if line.strip():
            address, _, name = line.strip().partition(" ")
            stack.append((int(address, 16), name.strip()))
        elif stack:
            yield stack
            stack = []


def folded(stack):
    """The stages of one stack, outermost first, each with its class."""
    kernel = [name for address, name in reversed(stack) if address & KERNEL]
    if not kernel:
        name = stack[0][1]
        own = next((label for label, pattern in OWN if re.search(pattern, name)), "other")
        return (("ours", "own"), (own, "own"))
    path = list(dict.fromkeys(STAGE_OF[name] for name in kernel if name in STAGE_OF))
    return tuple(path) if path else (("other calls", "rest"),)


def frames(paths):
    """Every frame of the picture, as (depth, left, width, label, class), in samples."""
    begun = {}
    order = {name: index for index, name in enumerate(["ours"] + [stage[0] for stage in STAGES])}
    key = lambda path: [(order.get(name, 99), name) for name, _ in path]
    left = 0
    for path in sorted(paths, key=key):
        for depth in range(1, len(path) + 1):
            begun.setdefault(path[:depth], [left, 0])[1] += paths[path]
        left += paths[path]
    return [(len(path), left, width, *path[-1]) for path, (left, width) in begun.items()]


def drawn(name, paths):
    """The picture."""
    all_of_it = sum(paths.values())
    shown = [frame for frame in frames(paths) if frame[2] / all_of_it > 0.002]
    deepest = max(depth for depth, *_ in shown)
    out = [f'<svg class="flame" height="{(deepest + 1) * ROW}" role="img" aria-labelledby="flame-{name}">',
           f'<title id="flame-{name}">Flame graph; the table tells the same</title>']
    for depth, left, width, label, kind in [(0, 0, all_of_it, "the server", "all"), *shown]:
        share = 100 * width / all_of_it
        # Whether the words fit: where, if anywhere, is the frame wide enough?
        needs = LETTER * len(f"{label} {share:.0f} %") + 14
        fits = next((place for place, pixels in PLACES.items() if share / 100 * pixels >= needs), "nowhere")
        out.append(f'<svg class="{kind}" x="{100 * left / all_of_it:.2f}%" y="{(deepest - depth) * ROW}" '
                   f'width="{share:.2f}%" height="{ROW - 2}"><title>{escape(label)}: {share:.1f} %</title>'
                   f'<rect width="100%" height="100%"/>'
                   + (f'<text x="7" y="22" class="from-{fits}">{escape(label)} <tspan>{share:.0f} %</tspan></text>'
                      if fits != "nowhere" else "") + "</svg>")
    return "\n".join([*out, "</svg>"])


def main():
    name, page = sys.argv[1:]
    paths = Counter(folded(stack) for stack in stacks(sys.stdin))
    # What a frame has for itself, without those above it, is what can be added up.
    all_of_it, alone = sum(paths.values()), Counter()
    for path, count in paths.items():
        alone[" > ".join(label for label, _ in path)] += count
    for path, count in alone.most_common():
        print(f"{100 * count / all_of_it:6.2f} %  {path}")
    print(f"{all_of_it} samples")
    with open(page, encoding="utf-8") as file:
        text = file.read()
    place = re.compile(rf"(<!-- flame {re.escape(name)} -->\n).*?(<!-- end -->)", re.S)
    text, drawings = place.subn(lambda found: found[1] + drawn(name, paths) + "\n" + found[2], text)
    if not drawings:
        sys.exit(f"{page} has no place for a picture called {name}")
    with open(page, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
