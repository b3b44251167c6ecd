"""The pictures of the report, as Vega-Lite describes them. Each has its data in it and nothing else."""
