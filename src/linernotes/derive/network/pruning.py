"""Who belongs into the network: pure functions on relations between artists."""

from __future__ import annotations

import numpy as np

from linernotes.derive.network.graph import Ints, Network, network

#: Neighbours of collected artists are kept up to so many steps away.
STEPS = 2


def prune(whole: Network, collected: Ints) -> tuple[Network, Ints]:
    """Leave out who has little to do with the shelf. Returns the rest, and each one's hops from "me".

    `collected` are ids; those who have no relation at all join the network. Kept are

    * collected artists,
    * whoever is at most two steps away from one,
    * whoever lies on a path between two collected artists that passes nobody twice, however long.

    What goes are the far ends of chains (the alias of a member of a group of a sideman) and whoever no way leads
    to from a collected artist (the producer of one track of a compilation). No shortest path between two who are
    kept at these distances changes, and hops neither.
    """
    me = -1  # "me" is joined to every collected artist; a path between two of them is a round trip from there
    ids = np.union1d(whole.ids, collected)
    pairs = np.concatenate([whole.ids[whole.ends], np.column_stack([np.full(len(collected), me), collected])])
    weights = np.concatenate([whole.weights, np.ones(len(collected), dtype=np.int64)])
    with_me = network(np.append(ids, me), pairs, weights)
    hops = with_me.hops(0)
    kept = ((hops >= 0) & (hops <= STEPS + 1)) | with_me.on_round_trips(0)
    kept[0] = False
    members = np.flatnonzero(kept)
    return with_me.part(members), hops[members]
