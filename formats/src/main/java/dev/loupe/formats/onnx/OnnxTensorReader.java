package dev.loupe.formats.onnx;

import dev.loupe.formats.ProtobufReader;
import dev.loupe.tensor.LoupeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one `TensorProto`: whichever of its fields hold the values, and values in other files.
final class OnnxTensorReader {
  private static final int EXTERNAL = 1;

  /// The folder in which files with values may lie; none where there is no file.
  private final @Nullable Path folder;

  private String name = "";
  private long code;
  private final List<Integer> sizes = new ArrayList<>();
  private @Nullable ByteBuffer raw;
  private final Packed typed = new Packed();
  private final Map<String, String> external = new HashMap<>();
  private boolean outside;

  private OnnxTensorReader(@Nullable Path folder) {
    this.folder = folder;
  }

  /// Values as bytes, from the fields that hold one type each.
  private static final class Packed {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    void put(long value, int bytes) {
      for (int i = 0; i < bytes; i++) {
        out.write((int) (value >>> (8 * i)));
      }
    }

    void put(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      out.writeBytes(copy);
    }
  }

  static OnnxTensor read(ProtobufReader message, @Nullable Path folder) {
    return new OnnxTensorReader(folder).tensor(message);
  }

  private OnnxTensor tensor(ProtobufReader m) {
    while (m.next()) {
      switch (m.field()) {
        case 1 -> m.varints(size -> sizes.add(size(m, size)));
        case 2 -> code = m.varint();
        case 4 -> fixed(m, Float.BYTES);
        case 5, 7, 11 -> integers(m);
        case 6 -> throw m.error("a tensor of texts is not read");
        case 8 -> name = m.string();
        case 9 -> raw = m.bytes();
        case 10 -> fixed(m, Double.BYTES);
        case 13 -> entry(m.message());
        case 14 -> outside = m.varint() == EXTERNAL;
        default -> m.skip();
      }
    }
    OnnxType type =
        OnnxType.of(code)
            .filter(t -> t.bytes() > 0)
            .orElseThrow(
                () -> m.error("the tensor '" + name + "' has the type " + code + ", not read"));
    try {
      return new OnnxTensor(name, type, sizes, values(m, type));
    } catch (LoupeException e) {
      throw m.error(String.valueOf(e.getMessage()));
    }
  }

  private static int size(ProtobufReader m, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw m.error("a tensor has a size of " + size);
    }
    return (int) size;
  }

  private ByteBuffer values(ProtobufReader m, OnnxType type) {
    if (outside) {
      return elsewhere(m, OnnxTensor.elements(sizes) * type.bytes());
    }
    return raw == null ? narrowed(type) : raw;
  }

  private void fixed(ProtobufReader m, int bytes) {
    if (m.delimited()) {
      typed.put(m.bytes());
    } else if (bytes == Float.BYTES) {
      typed.put(Float.floatToRawIntBits(m.float32()), bytes);
    } else {
      typed.put(Double.doubleToRawLongBits(m.float64()), bytes);
    }
  }

  /// Integers of all types come as 64 bits first: the type may follow them.
  private void integers(ProtobufReader m) {
    m.varints(v -> typed.put(v, Long.BYTES));
  }

  private ByteBuffer narrowed(OnnxType type) {
    ByteBuffer all = ByteBuffer.wrap(typed.out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    if (type == OnnxType.FLOAT || type == OnnxType.DOUBLE || type.bytes() == Long.BYTES) {
      return all;
    }
    Packed narrow = new Packed();
    while (all.remaining() >= Long.BYTES) {
      narrow.put(all.getLong(), type.bytes());
    }
    return ByteBuffer.wrap(narrow.out.toByteArray());
  }

  private void entry(ProtobufReader m) {
    String key = "";
    String value = "";
    while (m.next()) {
      switch (m.field()) {
        case 1 -> key = m.string();
        case 2 -> value = m.string();
        default -> m.skip();
      }
    }
    external.put(key, value);
  }

  /// Values in a file beside the model; never outside of its folder.
  private ByteBuffer elsewhere(ProtobufReader m, long length) {
    String location = external.getOrDefault("location", "");
    if (folder == null || location.isEmpty()) {
      throw m.error("the values of '" + name + "' lie in another file, which is not named");
    }
    Path file = folder.resolve(location).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw m.error("the values of '" + name + "' lie outside of the model's folder: " + location);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long offset = Long.parseLong(external.getOrDefault("offset", "0"));
      if (offset < 0 || offset > channel.size() - length) {
        throw LoupeException.of(file + ": the file is cut short")
            .expected(length + " bytes of '" + name + "' from byte " + offset + " on")
            .got(channel.size() + " bytes");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    } catch (NumberFormatException e) {
      throw m.error("the offset of '" + name + "' is no number: " + external.get("offset"));
    } catch (IOException e) {
      throw LoupeException.of(file + ": the values of '" + name + "' can't be read (" + e + ")")
          .causedBy(e);
    }
  }
}
