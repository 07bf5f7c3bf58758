package dev.loupe.data.array;

import dev.loupe.data.io.ByteInput;
import dev.loupe.data.io.Room;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Reads and writes `.npy` files: one array of numbers.
///
/// Versions 1.0 to 3.0, booleans, integers of 8 to 64 bits and floats of 16 to 64 bits in either
/// byte order, with the last or the first axis fastest, scalars and empty arrays. A file may be
/// packed by gzip. Pickled objects, complex numbers, text and records are refused.
///
/// Source: NumPy, module numpy.lib.format.
public final class NpyFile {
  private static final String FEWER = "save fewer numbers in a file";
  private static final int ALIGNMENT = 64;
  private static final int CHUNK = 1 << 13;

  private NpyFile() {}

  /// Whether a file is one by the ending of its name.
  public static boolean named(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /// Reads what stands before the numbers.
  ///
  /// @throws LoupeException if the file can't be read, or its header is broken or of another type
  public static NpyHeader header(Path path) {
    return ByteInput.read(path, NpyHeader::read);
  }

  /// Reads an array.
  ///
  /// @return with the last axis fastest
  /// @throws LoupeException if the file can't be read, is broken, cut short or too long, or holds
  ///     something else than numbers
  public static NpyArray read(Path path) {
    return ByteInput.read(
        path,
        in -> {
          NpyArray array = numbers(in, NpyHeader.read(in));
          if (in.upTo(1).length > 0) {
            throw LoupeException.of("bytes follow the last number")
                .expected("the end of the file at offset " + (in.offset() - 1))
                .got("more bytes");
          }
          return array;
        });
  }

  /// The numbers behind a header.
  static NpyArray numbers(ByteInput in, NpyHeader header) throws IOException {
    String what = "the array of " + NpyArray.text(header.sizes()) + " " + header.type();
    long bytes = header.bytes();
    in.check(bytes, what);
    Room.check(header.fortran() ? 2 * bytes : bytes, what, FEWER);
    byte[] data = in.bytes(bytes, what);
    int[] sizes = header.sizes();
    byte[] ordered = header.fortran() ? lastAxisFastest(data, sizes, header.type().bytes()) : data;
    return new NpyArray(header.type(), header.order(), sizes, ordered);
  }

  private static byte[] lastAxisFastest(byte[] data, int[] sizes, int width) {
    int axes = sizes.length;
    if (axes < 2 || data.length == 0) {
      return data;
    }
    int[] strides = new int[axes];
    int stride = width;
    for (int a = 0; a < axes; a++) {
      strides[a] = stride;
      stride *= sizes[a];
    }
    byte[] out = new byte[data.length];
    int[] index = new int[axes];
    int from = 0;
    for (int to = 0; to < out.length; to += width) {
      for (int b = 0; b < width; b++) {
        out[to + b] = data[from + b];
      }
      for (int a = axes - 1; a >= 0; a--) {
        from += strides[a];
        if (++index[a] < sizes[a]) {
          break;
        }
        from -= strides[a] * sizes[a];
        index[a] = 0;
      }
    }
    return out;
  }

  /// Writes a tensor as little-endian 32-bit floats; folders that are missing are made.
  ///
  /// @throws LoupeException if the file can't be written
  public static void write(Path path, Tensor tensor) {
    write(
        path,
        "<f4",
        tensor.shape().sizes(),
        tensor.length(),
        4,
        (buffer, i) -> buffer.putFloat(tensor.get(i)));
  }

  /// Writes integers as little-endian 64-bit ones; folders that are missing are made.
  ///
  /// @param sizes outermost first, as many in all as there are values
  /// @throws LoupeException if the file can't be written
  public static void write(Path path, int[] sizes, long[] values) {
    long n = Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
    if (n != values.length) {
      throw new IllegalArgumentException(
          values.length + " values for the sizes " + NpyArray.text(sizes));
    }
    write(path, "<i8", sizes, values.length, 8, (buffer, i) -> buffer.putLong(values[i]));
  }

  private interface Putting {
    void put(ByteBuffer buffer, int index);
  }

  private static void write(
      Path path, String descr, int[] sizes, int count, int width, Putting number) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
        write(out, descr, sizes, count, width, number);
      }
    } catch (IOException e) {
      throw LoupeException.of(path + ": the array can't be written: " + e.getMessage()).causedBy(e);
    }
  }

  /// Writes a tensor as little-endian 32-bit floats.
  static void write(OutputStream out, Tensor tensor) throws IOException {
    int[] sizes = tensor.shape().sizes();
    write(out, "<f4", sizes, tensor.length(), 4, (buffer, i) -> buffer.putFloat(tensor.get(i)));
  }

  private static void write(
      OutputStream out, String descr, int[] sizes, int count, int width, Putting number)
      throws IOException {
    out.write(header(descr, sizes));
    for (int from = 0; from < count; from += CHUNK) {
      int to = Math.min(count, from + CHUNK);
      ByteBuffer chunk = ByteBuffer.allocate((to - from) * width).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = from; i < to; i++) {
        number.put(chunk, i);
      }
      out.write(chunk.array());
    }
  }

  /// Padded so that the numbers begin at a multiple of 64 bytes.
  private static byte[] header(String descr, int[] sizes) {
    String list = Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    list += sizes.length == 1 ? "," : "";
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(descr, list);
    int length = (10 + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    header.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    header.putShort((short) (length - 10));
    header.put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (header.position() < length - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}
