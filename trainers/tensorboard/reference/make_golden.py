"""Writes golden.tfevents with TensorBoard's own messages and record writer (pip install tensorboard==2.21.0).

The test beside it makes the same file in TypeScript and compares the bytes.
"""

import sys
from pathlib import Path

from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import plugin_data_pb2
from tensorboard.summary.writer.record_writer import RecordWriter

WALL_TIME = 1700000000.25
CONFIG = '    {\n      "learningRate": 0.002,\n      "model": {\n        "size": "tiny"\n      },\n      "greedy": true\n    }'


def value(tag, plugin, content, tensor):
    data = summary_pb2.SummaryMetadata.PluginData(plugin_name=plugin)
    data.content = content
    metadata = summary_pb2.SummaryMetadata(plugin_data=data, data_class="DATA_CLASS_TENSOR")
    return summary_pb2.Summary.Value(tag=tag, metadata=metadata, tensor=tensor)


def shape(tensor, size):
    tensor.tensor_shape.dim.add(size=size)
    return tensor


text = shape(tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[CONFIG.encode()]), 1)
nothing = shape(tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT), 0)
hparams = plugin_data_pb2.HParamsPluginData()
info = hparams.session_start_info
info.start_time_secs = WALL_TIME
info.hparams["learningRate"].number_value = 0.002
info.hparams["model.size"].string_value = "tiny"
info.hparams["greedy"].bool_value = True


def scalars(step, metrics):
    values = [summary_pb2.Summary.Value(tag=tag, simple_value=v) for tag, v in metrics]
    summary = summary_pb2.Summary(value=values)
    return event_pb2.Event(wall_time=WALL_TIME, step=step, summary=summary)


start = event_pb2.SessionLog(status=event_pb2.SessionLog.START)
config = summary_pb2.Summary(
    value=[
        value("config", "text", b"", text),
        value("_hparams_/session_start_info", "hparams", hparams.SerializeToString(deterministic=True), nothing),
    ]
)
events = [
    event_pb2.Event(wall_time=WALL_TIME, file_version="brain.Event:2"),
    event_pb2.Event(wall_time=WALL_TIME, step=1, session_log=start),
    event_pb2.Event(wall_time=WALL_TIME, summary=config),
    scalars(1, [("reward", 0.5), ("grad_norm", 1234.5678)]),
    scalars(300, [("reward", -1e-7), ("loss", float("nan")), ("perf/throughput", 0.0)]),
]
with open(Path(sys.argv[1]), "wb") as file:
    writer = RecordWriter(file)
    for event in events:
        writer.write(event.SerializeToString())
    writer.flush()
