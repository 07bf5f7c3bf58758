package dev.loupe.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32C;

/// Records of a TensorBoard event file: a file is the records behind each other, [#version] first.
///
/// A record is the length of its data (8 bytes), a sum over the length (4 bytes), the data, a sum
/// over the data (4 bytes), each with the lowest byte first; the data is an `Event` message.
///
/// Source: TensorFlow, `record_writer.h` (the frame), `event.proto`, `summary.proto`,
/// `tensor.proto`; TensorBoard, the hparams plugin's `plugin_data.proto`.
public final class TensorBoardEvent {
  private static final int FLOAT = 1;
  private static final int STRING = 7;
  private static final int TENSOR_DATA = 2;
  private static final int START = 1;
  private static final int SUCCESS = 1;
  private static final int MASK = 0xA282EAD8;

  private TensorBoardEvent() {}

  /// The first record of a file.
  ///
  /// @param time in seconds since 1970
  public static byte[] version(double time) {
    return record(new ProtobufWriter().float64(1, time).string(3, "brain.Event:2"));
  }

  /// A training goes on: what earlier files say of this step and later ones is void.
  ///
  /// @param time in seconds since 1970
  /// @param step the first that is done again
  public static byte[] start(double time, long step) {
    ProtobufWriter log = new ProtobufWriter().varint(1, START);
    return record(event(time, step).message(7, log));
  }

  /// Points of curves.
  ///
  /// @param time in seconds since 1970
  /// @param values by the curves' names, such as `train/loss`; a slash makes a group
  public static byte[] scalars(double time, long step, Map<String, Double> values) {
    ProtobufWriter summary = new ProtobufWriter();
    values.forEach(
        (name, value) ->
            summary.message(
                1, new ProtobufWriter().string(1, name).float32(2, value.floatValue())));
    return record(event(time, step).message(5, summary));
  }

  /// A text.
  ///
  /// @param time in seconds since 1970
  /// @param name what it is shown under
  /// @param markdown the text
  public static byte[] text(double time, long step, String name, String markdown) {
    ProtobufWriter tensor =
        new ProtobufWriter().varint(1, STRING).message(2, new ProtobufWriter()).string(8, markdown);
    ProtobufWriter plugin = new ProtobufWriter().string(1, "text");
    ProtobufWriter metadata = new ProtobufWriter().message(1, plugin).varint(4, TENSOR_DATA);
    return tensor(time, step, name, tensor, metadata);
  }

  /// A training begins, with the settings that TensorBoard's table of runs shows.
  ///
  /// @param time in seconds since 1970
  /// @param settings numbers; all else is shown as text
  public static byte[] settings(double time, Map<String, ?> settings) {
    ProtobufWriter start = new ProtobufWriter();
    settings.forEach(
        (name, value) ->
            start.message(1, new ProtobufWriter().string(1, name).message(2, any(value))));
    start.float64(5, time);
    return hyperparameters(time, 0, "_hparams_/session_start_info", 3, start);
  }

  /// The training has ended as planned.
  ///
  /// @param time in seconds since 1970
  /// @param step the last
  public static byte[] ended(double time, long step) {
    ProtobufWriter end = new ProtobufWriter().varint(1, SUCCESS).float64(2, time);
    return hyperparameters(time, step, "_hparams_/session_end_info", 4, end);
  }

  private static byte[] hyperparameters(
      double time, long step, String name, int field, ProtobufWriter content) {
    byte[] data = new ProtobufWriter().message(field, content).bytes();
    ProtobufWriter plugin = new ProtobufWriter().string(1, "hparams").bytes(2, data);
    ProtobufWriter metadata = new ProtobufWriter().message(1, plugin);
    // The table needs a tensor under the name, though it be empty.
    ProtobufWriter empty = new ProtobufWriter().message(2, new ProtobufWriter());
    ProtobufWriter tensor = new ProtobufWriter().varint(1, FLOAT).message(2, empty);
    return tensor(time, step, name, tensor, metadata);
  }

  private static byte[] tensor(
      double time, long step, String name, ProtobufWriter tensor, ProtobufWriter metadata) {
    ProtobufWriter value =
        new ProtobufWriter().string(1, name).message(8, tensor).message(9, metadata);
    return record(event(time, step).message(5, new ProtobufWriter().message(1, value)));
  }

  /// A `google.protobuf.Value`.
  private static ProtobufWriter any(Object value) {
    return value instanceof Number number
        ? new ProtobufWriter().float64(2, number.doubleValue())
        : new ProtobufWriter().string(3, value.toString());
  }

  /// The head of an event; the first step of a training is 1, and 0 is left out.
  private static ProtobufWriter event(double time, long step) {
    ProtobufWriter event = new ProtobufWriter().float64(1, time);
    return step == 0 ? event : event.varint(2, step);
  }

  private static byte[] record(ProtobufWriter event) {
    byte[] data = event.bytes();
    ByteBuffer frame =
        ByteBuffer.allocate(data.length + Long.BYTES + 2 * Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(data.length);
    frame.putInt(sum(frame.array(), 0, Long.BYTES));
    frame.put(data).putInt(sum(data, 0, data.length));
    return frame.array();
  }

  /// CRC-32C, turned and moved, so that sums over data that holds sums are good ones.
  private static int sum(byte[] bytes, int from, int count) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, from, count);
    return Integer.rotateRight((int) sum.getValue(), 15) + MASK;
  }
}
