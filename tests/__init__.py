"""The tests mirror the tree; `bench` holds the benchmarks."""
