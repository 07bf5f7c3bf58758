package dev.loupe.data.signal;

import dev.loupe.data.signal.WavFormat.Encoding;
import dev.loupe.tensor.LoupeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A WAV file: PCM of 8 to 32 bits or floats of 32 or 64 bits, any number of channels.
///
/// The header is read once; samples are read in ranges, through 64 KiB of memory. Nothing stays
/// open. RF64 and BW64 files, which may be longer than 4 GiB, are read too. Compressed and
/// big-endian files are refused.
///
/// Source: Microsoft and IBM, Multimedia Programming Interface and Data Specifications 1.0, 1991
/// (RIFF, WAVE); Microsoft, Multiple Channel Audio Data and WAVE Files, 2007
/// (WAVE_FORMAT_EXTENSIBLE); EBU Tech 3306 (RF64).
public final class WavFile {
  private static final int BUFFER = 1 << 16;
  private static final int MOST_CHUNKS = 10_000;
  private static final long IN_DS64 = 0xFFFFFFFFL;

  private final ByteSource source;
  private final WavFormat format;
  private final long start;
  private final long frames;

  private WavFile(ByteSource source, WavFormat format, long start, long frames) {
    this.source = source;
    this.format = format;
    this.start = start;
    this.frames = frames;
  }

  /// Reads the header of a file.
  ///
  /// @throws LoupeException if it can't be read, isn't a WAV file of a format that Loupe reads, or
  ///   is shorter than it says; with the file's name and the offset
  public static WavFile open(Path file) {
    return of(ByteSource.of(file));
  }

  /// Reads the header of a file that is in memory.
  ///
  /// @param name what errors call it
  /// @throws LoupeException as for a file
  public static WavFile of(byte[] content, String name) {
    return of(ByteSource.of(content, name));
  }

  private static WavFile of(ByteSource source) {
    return new Header(source).read();
  }

  /// Moments a second.
  public int rate() {
    return format.rate();
  }

  /// Values of each moment.
  public int channels() {
    return format.channels();
  }

  /// How many moments there are.
  public long frames() {
    return frames;
  }

  /// How a value is written, such as `16-bit PCM` or `32-bit float`.
  public String encoding() {
    String kind = format.encoding() == Encoding.FLOAT ? " float" : " PCM";
    return 8 * format.bytes() + "-bit" + kind;
  }

  /// What errors call it.
  public String name() {
    return source.name();
  }

  /// Reads a range of moments.
  ///
  /// PCM becomes -1 to 1: the value divided by 2 to the power of its bits less one. Floats are not
  /// changed.
  ///
  /// @param from the first moment
  /// @param count how many
  /// @param into the values, channels next to each other, from `at` on
  /// @throws LoupeException if the file has changed since it was opened
  public void read(long from, int count, float[] into, int at) {
    Objects.checkFromIndexSize(from, count, frames);
    Objects.checkFromIndexSize(at, Math.multiplyExact(count, format.channels()), into.length);
    int block = format.block();
    int most = Math.max(1, BUFFER / block);
    byte[] buffer = new byte[Math.min(most, count) * block];
    int done = 0;
    while (done < count) {
      int n = Math.min(most, count - done);
      source.read(start + (from + done) * block, buffer, n * block);
      format.decode(buffer, n * format.channels(), into, at + done * format.channels());
      done += n;
    }
  }

  /// Goes through the chunks before the samples.
  private static final class Header {
    private final ByteSource source;
    private long dataSize = -1;
    private @Nullable WavFormat format;

    Header(ByteSource source) {
      this.source = source;
    }

    WavFile read() {
      byte[] head = bytes(0, 12);
      String riff = text(head, 0);
      if (riff.equals("RIFX")) {
        throw error("the WAV file is big-endian (RIFX at offset 0)")
            .expected("RIFF, RF64 or BW64")
            .fix("convert the file to 16-bit PCM");
      }
      boolean large = riff.equals("RF64") || riff.equals("BW64");
      if (!(large || riff.equals("RIFF")) || !text(head, 8).equals("WAVE")) {
        throw error("this is no WAV file")
            .expected("'RIFF' at offset 0 and 'WAVE' at offset 8")
            .got("'" + riff + "' and '" + text(head, 8) + "'");
      }
      long at = 12;
      for (int i = 0; i < MOST_CHUNKS && at < source.size(); i++) {
        byte[] chunk = bytes(at, 8);
        String id = text(chunk, 0);
        long size = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xFFFFFFFFL;
        long content = at + 8;
        if (id.equals("data")) {
          return data(content, large && size == IN_DS64 ? dataSize : size);
        }
        if (id.equals("fmt ")) {
          format = format(content, size);
        } else if (id.equals("ds64") && large) {
          dataSize = ds64(content, size);
        }
        // Chunks of an odd size are followed by a byte that belongs to nobody.
        at = content + size + (size & 1);
      }
      throw error("the WAV file has no samples")
          .expected("a chunk 'data'")
          .got("the end of its chunks at offset " + Math.min(at, source.size()));
    }

    private WavFormat format(long at, long size) {
      if (size < 16) {
        throw error("the chunk 'fmt ' at offset " + at + " is too small")
            .expected("16 bytes or more")
            .got(String.valueOf(size));
      }
      byte[] chunk = bytes(at, (int) Math.min(size, 40));
      try {
        return WavFormat.parse(chunk, at);
      } catch (LoupeException e) {
        throw e.at(source.name());
      }
    }

    private long ds64(long at, long size) {
      if (size < 24) {
        throw error("the chunk 'ds64' at offset " + at + " is too small")
            .expected("24 bytes or more")
            .got(String.valueOf(size));
      }
      return ByteBuffer.wrap(bytes(at, 24)).order(ByteOrder.LITTLE_ENDIAN).getLong(8);
    }

    private WavFile data(long at, long size) {
      WavFormat known = format;
      if (known == null) {
        throw error("the samples at offset " + at + " come before their format")
            .expected("a chunk 'fmt ' before the chunk 'data'");
      }
      if (size < 0 || size > source.size() - at) {
        throw error("the WAV file is cut short")
            .expected(Long.toUnsignedString(size) + " bytes of samples from offset " + at)
            .got("the end of the file at offset " + source.size())
            .fix("get the file again");
      }
      int block = known.block();
      if (size % block != 0) {
        throw error("the samples from offset " + at + " end in the midst of one")
            .expected("a multiple of " + block + " bytes")
            .got(size + " bytes");
      }
      return new WavFile(source, known, at, size / block);
    }

    private byte[] bytes(long at, int count) {
      if (count > source.size() - at) {
        throw error("the WAV file is cut short")
            .expected(count + " bytes at offset " + at)
            .got("the end of the file at offset " + source.size())
            .fix("get the file again");
      }
      byte[] bytes = new byte[count];
      source.read(at, bytes, count);
      return bytes;
    }

    private LoupeException error(String what) {
      return LoupeException.of(source.name() + ": " + what);
    }

    private static String text(byte[] bytes, int at) {
      return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
  }
}
