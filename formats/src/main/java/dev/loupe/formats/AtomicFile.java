package dev.loupe.formats;

import dev.loupe.tensor.LoupeException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes files so that at any moment, also after a crash, either the old or the new one is there.
///
/// The bytes go to a temporary file in the same folder, which is forced to the disk and then
/// renamed over the old one; the folder is forced too where the system can do it.
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;

  private AtomicFile() {}

  /// What writes a file's bytes.
  @FunctionalInterface
  public interface Body {
    /// Writes all bytes; the stream is closed afterwards by [AtomicFile].
    void write(OutputStream out) throws IOException;
  }

  /// Writes a file; folders above it are made where they are missing.
  ///
  /// @throws LoupeException if it can't be written, such as on a full disk; the file that was there
  ///     before is then untouched
  public static void write(Path file, Body body) {
    Path target = file.toAbsolutePath().normalize();
    Path folder = target.getParent();
    Path name = target.getFileName();
    if (folder == null || name == null) {
      throw LoupeException.of(file + ": this is not the name of a file");
    }
    Path temporary = folder.resolve(name + ".tmp-" + ProcessHandle.current().pid());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        body.write(out);
        out.flush();
        channel.force(true);
      }
      move(temporary, target);
    } catch (IOException e) {
      throw unwritable(file, e);
    } finally {
      delete(temporary);
    }
    force(folder);
  }

  /// Writes a text as UTF-8.
  ///
  /// @throws LoupeException as the other does
  public static void write(Path file, String text) {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static LoupeException unwritable(Path file, IOException e) {
    return LoupeException.of(file + ": the file can't be written")
        .got(e.toString())
        .fix("see that the folder may be written to and that the disk has room")
        .causedBy(e);
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.WARNING, temporary + " can't be removed", e);
    }
  }

  /// Makes a rename last; systems that can't open a folder (Windows) do this by themselves.
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      System.getLogger(AtomicFile.class.getName())
          .log(System.Logger.Level.DEBUG, folder + " can't be forced to the disk", e);
    }
  }
}
