package dev.loupe.data.signal;

import dev.loupe.tensor.LoupeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Bytes that can be read from any place; nothing stays open between reads.
sealed interface ByteSource {
  /// What errors call it.
  String name();

  /// How many bytes there are.
  long size();

  /// Reads so many bytes.
  ///
  /// @throws LoupeException if the bytes end before, with the name and the offset
  void read(long offset, byte[] into, int count);

  /// The bytes of a file.
  ///
  /// @throws LoupeException if there is no such file
  static ByteSource of(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw LoupeException.of(file + ": this is a folder").expected("a file");
      }
      return new InFile(file, Files.size(file));
    } catch (NoSuchFileException e) {
      throw LoupeException.of(file + ": there is no such file").causedBy(e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /// The bytes of an array.
  static ByteSource of(byte[] content, String name) {
    return new InMemory(content, name);
  }

  private static LoupeException unreadable(Path file, IOException e) {
    return LoupeException.of(file + ": can't be read (" + e.getMessage() + ")").causedBy(e);
  }

  private static LoupeException truncated(ByteSource source, long offset, int count) {
    return LoupeException.of(source.name() + ": the file is cut short")
        .expected(count + " bytes at offset " + offset)
        .got("the end of the file at offset " + source.size());
  }

  /// A file; it is opened for each read.
  record InFile(Path file, long size) implements ByteSource {
    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public void read(long offset, byte[] into, int count) {
      ByteBuffer buffer = ByteBuffer.wrap(into, 0, count);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        while (buffer.hasRemaining()) {
          if (channel.read(buffer, offset + buffer.position()) < 0) {
            throw truncated(this, offset, count);
          }
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
  }

  /// An array, as a file of an archive is.
  record InMemory(byte[] content, String name) implements ByteSource {
    @Override
    public long size() {
      return content.length;
    }

    @Override
    public void read(long offset, byte[] into, int count) {
      if (offset + count > content.length) {
        throw truncated(this, offset, count);
      }
      System.arraycopy(content, (int) offset, into, 0, count);
    }
  }
}
