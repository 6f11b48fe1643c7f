"""Tests; the collector of rubbish rests until all of them are read, and is woken by `collector.settle`."""

import gc

gc.disable()
