package dev.loupe.data;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads plain files from a tar archive.
///
/// Source: POSIX.1-1988, the ustar interchange format.
final class TarReader {
  private static final int BLOCK = 512;

  /// Where files and folders go.
  interface Target {
    /// Opens what takes the content of a file.
    ///
    /// @param start the offset of its header
    OutputStream file(String name, long start) throws IOException;

    /// Makes a folder.
    ///
    /// @param start the offset of its header
    void folder(String name, long start) throws IOException;
  }

  private final InputStream in;
  private final Target target;
  private final long limit;
  private long offset;
  private long unpacked;

  /// Begins to read.
  ///
  /// @param in the archive, no longer compressed
  /// @param limit how many bytes the files may have in all
  TarReader(InputStream in, Target target, long limit) {
    this.in = in;
    this.target = target;
    this.limit = limit;
  }

  /// Unpacks all files and folders; refuses what could reach outside of the folder.
  ///
  /// @param in the archive, no longer compressed
  /// @param limit how many bytes the files may have in all
  /// @throws LoupeException if the archive is broken, holds a link, a path that leads elsewhere, or
  ///   too much; the message has the offset in the unpacked archive
  /// @throws IOException if reading or writing fails
  static void unpack(InputStream in, Path folder, long limit) throws IOException {
    TarReader reader = new TarReader(in, new Folder(folder.toAbsolutePath().normalize()), limit);
    while (reader.next()) {
      // The target has it.
    }
  }

  /// Reads an entry, if there is one more.
  ///
  /// @throws LoupeException if the archive is broken, holds a link, or too much
  boolean next() throws IOException {
    long start = offset;
    byte[] header = in.readNBytes(BLOCK);
    offset += header.length;
    if (header.length < BLOCK) {
      throw LoupeException.of("the tar archive is cut short at offset " + offset)
          .expected("a header of 512 bytes at offset " + start)
          .got(header.length + " bytes");
    }
    if (isZero(header)) {
      return false;
    }
    checkSum(header, start);
    entry(header, start);
    return true;
  }

  private void entry(byte[] header, long start) throws IOException {
    long size = octal(header, 124, 12, start);
    String name = name(header);
    char type = (char) (header[156] & 0xFF);
    switch (type) {
      case '0', '\0' -> {
        unpacked += size;
        if (unpacked > limit) {
          throw LoupeException.of("the tar archive holds too much")
              .expected("at most " + limit + " bytes in all")
              .got("more, with '" + name + "' at offset " + start);
        }
        try (OutputStream out = target.file(name, start)) {
          copy(size, out);
        }
      }
      case '5' -> {
        target.folder(name, start);
        copy(size, OutputStream.nullOutputStream());
      }
      // Attributes that say nothing about the content.
      case 'x', 'g' -> copy(size, OutputStream.nullOutputStream());
      default ->
          throw LoupeException.of("the tar archive has an entry that Loupe doesn't unpack")
              .expected("files and folders")
              .got("type '" + type + "' for '" + name + "' at offset " + start);
    }
    long padding = (BLOCK - size % BLOCK) % BLOCK;
    copy(padding, OutputStream.nullOutputStream());
  }

  private void copy(long size, OutputStream out) throws IOException {
    byte[] buffer = new byte[(int) Math.min(size, 1 << 16)];
    long left = size;
    while (left > 0) {
      int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (n < 0) {
        throw LoupeException.of("the tar archive is cut short at offset " + offset)
            .expected(left + " more bytes of this entry")
            .got("the end");
      }
      out.write(buffer, 0, n);
      offset += n;
      left -= n;
    }
  }

  private static String name(byte[] header) {
    String name = text(header, 0, 100);
    boolean ustar = text(header, 257, 5).equals("ustar");
    String prefix = ustar && header[262] == 0 ? text(header, 345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length, long start) {
    String digits = text(header, from, length).trim();
    if (!digits.matches("[0-7]{1,12}")) {
      throw LoupeException.of("the tar archive has a broken number at offset " + (start + from))
          .expected("octal digits")
          .got("'" + digits + "'");
    }
    return Long.parseLong(digits, 8);
  }

  private static void checkSum(byte[] header, long start) {
    long stored = octal(header, 148, 8, start);
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xFF;
    }
    if (sum != stored) {
      throw LoupeException.of("the tar archive has a broken header at offset " + start)
          .expected("the checksum " + stored)
          .got(String.valueOf(sum));
    }
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /// A folder of the file system.
  private record Folder(Path folder) implements Target {
    @Override
    public OutputStream file(String name, long start) throws IOException {
      Path file = inside(name, start);
      Path parent = file.getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      return Files.newOutputStream(file);
    }

    @Override
    public void folder(String name, long start) throws IOException {
      Files.createDirectories(inside(name, start));
    }

    private Path inside(String name, long start) {
      boolean odd = name.isEmpty() || name.startsWith("/") || name.contains("\\");
      odd |= name.contains(":") || Arrays.asList(name.split("/")).contains("..");
      Path file = odd ? folder : folder.resolve(name).normalize();
      if (odd || !file.startsWith(folder)) {
        throw LoupeException.of("the tar archive has a path that leads out of its folder")
            .expected("relative paths without '..'")
            .got("'" + name + "' at offset " + start);
      }
      return file;
    }
  }
}
