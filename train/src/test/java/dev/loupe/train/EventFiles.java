package dev.loupe.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Reads the event files of a run folder as TensorBoard does: file by file in the order of their
/// names, to the first record that is not whole; a start voids all later steps.
final class EventFiles {
  /// The points of each curve: step and value.
  final Map<String, TreeMap<Long, Float>> curves = new TreeMap<>();

  /// The names of values that are no points.
  final List<String> others = new ArrayList<>();

  /// Everything that is text, in one.
  final StringBuilder text = new StringBuilder();

  static EventFiles read(Path folder) throws IOException {
    EventFiles all = new EventFiles();
    for (Path file : EventLog.files(folder)) {
      ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      while (in.remaining() >= 12) {
        byte[] length = new byte[8];
        in.get(length);
        check(length, in.getInt());
        int count = (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (in.remaining() < count + 4) {
          break;
        }
        byte[] data = new byte[count];
        in.get(data);
        check(data, in.getInt());
        all.event(fields(data));
      }
    }
    return all;
  }

  private static void check(byte[] data, int sum) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    long value = crc.getValue();
    long masked = ((value >>> 15 | value << 17) & 0xFFFFFFFFL) + 0xA282EAD8L;
    if ((int) masked != sum) {
      throw new AssertionError("sum " + sum);
    }
  }

  private void event(List<Field> event) {
    long step = event.stream().filter(f -> f.number == 2).mapToLong(f -> f.value).sum();
    for (Field f : event) {
      if (f.number == 7) {
        curves.values().forEach(curve -> curve.tailMap(step, true).clear());
        curves.values().removeIf(Map::isEmpty);
      } else if (f.number == 5) {
        fields(f.bytes).forEach(value -> value(step, fields(value.bytes)));
      }
    }
  }

  private void value(long step, List<Field> value) {
    String name = new String(value.getFirst().bytes, StandardCharsets.UTF_8);
    Field content = value.get(1);
    if (content.number != 2) {
      others.add(name);
      value.forEach(f -> text.append(new String(f.bytes, StandardCharsets.UTF_8)));
      return;
    }
    Float before =
        curves
            .computeIfAbsent(name, n -> new TreeMap<>())
            .put(step, Float.intBitsToFloat((int) content.value));
    if (before != null) {
      throw new AssertionError(name + " twice at step " + step);
    }
  }

  private record Field(int number, long value, byte[] bytes) {}

  private static List<Field> fields(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    List<Field> all = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = (int) varint(in);
      byte[] bytes = {};
      long value = 0;
      switch (tag & 7) {
        case 0 -> value = varint(in);
        case 1 -> value = in.getLong();
        case 2 -> in.get(bytes = new byte[(int) varint(in)]);
        case 5 -> value = in.getInt();
        default -> throw new AssertionError("wire type " + (tag & 7));
      }
      all.add(new Field(tag >>> 3, value, bytes));
    }
    return all;
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
