"""The measurements that the README's and the decisions' figures come from: `python -m benchmarks`."""
