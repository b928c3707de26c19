"""Who belongs into the network: pure functions on relations between artists."""

from __future__ import annotations

import numpy as np

from linernotes.derive.network.graph import Ints, Network, network

#: Neighbours of collected artists are kept up to so many steps away.
STEPS = 2


def prune(whole: Network, collected: Ints) -> tuple[Network, Ints]:
    """Leave out who has little to do with the shelf. Returns the rest, and each one's hops from "me".

    `collected` are ids; those who have no relation at all join the network. It keeps

    * collected artists,
    * artists at most two steps away from one,
    * artists on a path between two collected artists, however long, if it passes no artist twice.

    It drops the far ends of chains (the alias of a member of a group of a sideman).
    It also drops artists without a way to a collected artist (the producer of one track of a compilation).
    Shortest paths between artists who are kept at these distances do not change. Hops do not change either.
    """
    me = -1  # "me" is joined to every collected artist; a path between two of them is a round trip from there
    ids = np.union1d(whole.ids, collected)
    pairs = np.concatenate([whole.ids[whole.ends], np.column_stack([np.full(len(collected), me), collected])])
    weights = np.concatenate([whole.weights, np.ones(len(collected))])
    with_me = network(np.append(ids, me), pairs, weights)
    hops = with_me.hops(0)
    kept = ((hops >= 0) & (hops <= STEPS + 1)) | with_me.on_round_trips(0)
    kept[0] = False
    members = np.flatnonzero(kept)
    return with_me.part(members), hops[members]
