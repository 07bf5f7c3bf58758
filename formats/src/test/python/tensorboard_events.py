"""TensorBoard beside Loupe's event files.

usage: tensorboard_events.py write OUT.txt    records made by TensorBoard, in hexadecimal, a line each
       tensorboard_events.py read RUN         what TensorBoard reads from a run folder, as CSV

(made with tensorboard 2.21.0, protobuf 7.36.2)
"""

import io
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.plugins.hparams import metadata as hparams, plugin_data_pb2
from tensorboard.plugins.text import metadata as text
from tensorboard.summary.writer.record_writer import RecordWriter
from tensorboard.util import tensor_util


def record(event):
    out = io.BytesIO()
    RecordWriter(out).write(event.SerializeToString(deterministic=True))
    return out.getvalue().hex()


def tensor(time, step, name, value, metadata):
    event = event_pb2.Event(wall_time=time, step=step)
    event.summary.value.add(tag=name, tensor=value, metadata=metadata)
    return event


def events():
    yield event_pb2.Event(wall_time=1.5, file_version="brain.Event:2")
    yield event_pb2.Event(
        wall_time=2.5,
        step=300,
        session_log=event_pb2.SessionLog(status=event_pb2.SessionLog.START),
    )
    scalars = event_pb2.Event(wall_time=1700000000.25, step=129)
    scalars.summary.value.add(tag="train/loss", simple_value=0.125)
    scalars.summary.value.add(tag="train/accuracy", simple_value=0.1)
    yield scalars
    words = tensor_util.make_tensor_proto("| a | b |\nGröße")
    plugin = summary_pb2.SummaryMetadata.PluginData(plugin_name="text")
    metadata = summary_pb2.SummaryMetadata(plugin_data=plugin)
    metadata.data_class = summary_pb2.DATA_CLASS_TENSOR
    assert text.PLUGIN_NAME == "text"
    yield tensor(3, 0, "settings", words, metadata)
    data = plugin_data_pb2.HParamsPluginData()
    data.session_start_info.hparams["rate"].number_value = 0.05
    data.session_start_info.start_time_secs = 4
    yield tensor(4, 0, hparams.SESSION_START_INFO_TAG, hparams.NULL_TENSOR,
                 hparams.create_summary_metadata(data))
    data = plugin_data_pb2.HParamsPluginData()
    data.session_end_info.status = 1
    data.session_end_info.end_time_secs = 5
    yield tensor(5, 7, hparams.SESSION_END_INFO_TAG, hparams.NULL_TENSOR,
                 hparams.create_summary_metadata(data))


if sys.argv[1] == "write":
    with open(sys.argv[2], "w") as out:
        for event in events():
            out.write(record(event) + "\n")
else:
    run = EventAccumulator(sys.argv[2], size_guidance={"scalars": 0, "tensors": 0}).Reload()
    for tag in sorted(run.Tags()["scalars"]):
        for point in run.Scalars(tag):
            print("%s,%d,%.6f" % (tag, point.step, point.value))
