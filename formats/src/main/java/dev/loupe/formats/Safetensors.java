package dev.loupe.formats;

import dev.loupe.tensor.LoupeException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A safetensors file, its header read and verified; values are mapped when they are asked for.
///
/// The file is 8 bytes with the length of the header, little-endian, the header as JSON, and the
/// values: all of them, without holes. Source: the format's description in the README of
/// huggingface/safetensors.
public final class Safetensors implements WeightFile {
  /// The longest header that is read, in bytes.
  static final long HEADER_LIMIT = 100_000_000;

  private static final int PREFIX = 8;
  private static final int CHUNK = 1 << 16;

  private final Path file;
  private final long size;
  private final long dataStart;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  /// A tensor in the file.
  ///
  /// @param name its name
  /// @param type of the numbers
  /// @param sizes outermost first; empty for a scalar
  /// @param begin where the values begin, from the start of all values
  /// @param end where they end
  record Entry(String name, StoredType type, List<Integer> sizes, long begin, long end) {
    Entry {
      sizes = List.copyOf(sizes);
    }

    long elements() {
      return (end - begin) / type.bytes();
    }
  }

  private Safetensors(Path file, long size, long headerLength, SafetensorsHeader header) {
    this.file = file;
    this.size = size;
    this.dataStart = PREFIX + headerLength;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(header.entries()));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(header.metadata()));
  }

  /// Reads and verifies the header of a file.
  ///
  /// @throws LoupeException if the file can't be read, is cut short, too long, or otherwise broken,
  ///     with its name and the place
  public static Safetensors open(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < PREFIX) {
        throw LoupeException.of(file + ": the safetensors file is cut short")
            .expected("8 bytes with the length of the header")
            .got(size + " bytes");
      }
      long length = read(channel, 0, PREFIX).getLong();
      if (length < 0 || length > HEADER_LIMIT) {
        throw LoupeException.of(file + ": this is not a safetensors file")
            .expected("a header of at most " + HEADER_LIMIT + " bytes")
            .got("a length of " + Long.toUnsignedString(length) + " bytes at byte 0");
      }
      if (length > size - PREFIX) {
        throw LoupeException.of(file + ": the safetensors file is cut short")
            .expected((PREFIX + length) + " bytes up to the end of the header")
            .got(size + " bytes");
      }
      byte[] header = read(channel, PREFIX, (int) length).array();
      SafetensorsHeader parsed =
          SafetensorsHeader.parse(file.toString(), header, size - PREFIX - length);
      return new Safetensors(file, size, length, parsed);
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw unreadable(e, file);
    }
  }

  /// The file.
  @Override
  public Path file() {
    return file;
  }

  /// The names of the tensors, in the order of the header.
  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  /// What the file says about itself.
  public Map<String, String> metadata() {
    return metadata;
  }

  /// The sizes of a tensor, outermost first; empty for a scalar.
  ///
  /// @throws LoupeException if there is no such tensor, with the nearest name
  @Override
  public List<Integer> sizes(String name) {
    return entry(name).sizes();
  }

  /// The values of a tensor in the file's order, as the nearest floats.
  ///
  /// @throws LoupeException if there is no such tensor, or it can't be read
  @Override
  public float[] values(String name) {
    Entry e = entry(name);
    if (e.elements() > Integer.MAX_VALUE - 64) {
      throw LoupeException.of("the tensor '" + name + "' is too large for one array")
          .expected("at most " + (Integer.MAX_VALUE - 64) + " values")
          .got(e.elements() + " values")
          .at(file.toString());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() != size) {
        throw LoupeException.of(file + ": the file has changed while it was read")
            .expected(size + " bytes")
            .got(channel.size() + " bytes");
      }
      float[] values = new float[(int) e.elements()];
      // Mapped: pages come from the system's cache and no buffer holds them a second time.
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment bytes =
            channel.map(MapMode.READ_ONLY, dataStart + e.begin(), e.end() - e.begin(), arena);
        int at = 0;
        while (at < values.length) {
          int count = Math.min(CHUNK, values.length - at);
          long length = (long) count * e.type().bytes();
          MemorySegment chunk = bytes.asSlice((long) at * e.type().bytes(), length);
          ByteBuffer buffer = chunk.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
          e.type().read(buffer, values, at, count);
          at += count;
        }
      }
      return values;
    } catch (IOException x) {
      throw unreadable(x, file);
    }
  }

  private Entry entry(String name) {
    Entry e = entries.get(name);
    if (e == null) {
      throw LoupeException.unknown("tensor", name, entries.keySet()).at(file.toString());
    }
    return e;
  }

  private static ByteBuffer read(FileChannel channel, long from, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("it ends at byte " + (from + buffer.position()));
      }
    }
    return buffer.flip();
  }

  private static LoupeException unreadable(IOException e, Path file) {
    return LoupeException.of(file + ": the file can't be read (" + e + ")").causedBy(e);
  }
}
