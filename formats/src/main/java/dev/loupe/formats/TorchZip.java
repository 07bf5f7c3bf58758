package dev.loupe.formats;

import dev.loupe.formats.PickleObject.Storage;
import dev.loupe.tensor.LoupeException;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Files of PyTorch since 1.6: a zip archive with a folder that has `data.pkl`, a pickle of the
/// object, and `data/0`, `data/1`, ..., its storages. Checksums are left alone: PyTorch may write
/// none.
final class TorchZip {
  private static final String PICKLE = "data.pkl";

  /// Deflate makes at most so many bytes of one.
  private static final long MOST_UNPACKED = 1032;

  private TorchZip() {}

  static TorchFile open(Path file) throws IOException {
    try (ZipFile zip = zip(file)) {
      ZipEntry pickle = pickle(zip);
      String folder = pickle.getName().substring(0, pickle.getName().length() - PICKLE.length());
      TorchGlobals globals = new TorchGlobals();
      Object root;
      try (InputStream in = new BufferedInputStream(stream(zip, pickle))) {
        root = Pickle.read(new PickleInput(in, pickle.getSize()), globals);
      } catch (LoupeException e) {
        throw e.at(pickle.getName());
      }
      for (Storage storage : globals.storages().values()) {
        entry(zip, folder, storage);
      }
      return TorchFile.of(file, root, s -> opened(file, folder, s), order(zip, folder));
    }
  }

  private static ZipFile zip(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (IllegalArgumentException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  private static ZipEntry pickle(ZipFile zip) {
    List<? extends ZipEntry> found =
        zip.stream().filter(e -> e.getName().matches("([^/]+/)?data\\.pkl")).toList();
    if (found.size() != 1) {
      throw LoupeException.of("this zip archive was not written by PyTorch")
          .expected("one folder with " + PICKLE)
          .got(found.isEmpty() ? "none" : found.size() + " of them");
    }
    return found.getFirst();
  }

  private static ByteOrder order(ZipFile zip, String folder) throws IOException {
    ZipEntry entry = zip.getEntry(folder + "byteorder");
    if (entry == null) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    try (InputStream in = zip.getInputStream(entry)) {
      String name = new String(in.readNBytes(6), StandardCharsets.ISO_8859_1);
      return name.startsWith("big") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
  }

  /// The member that holds a storage, if it is long enough.
  private static ZipEntry entry(ZipFile zip, String folder, Storage storage) {
    String name = folder + "data/" + storage.key();
    @Nullable ZipEntry entry = zip.getEntry(name);
    long bytes = storage.all() * storage.type().bytes();
    if (entry == null || entry.getSize() < bytes) {
      throw LoupeException.of("the archive lacks the numbers of a storage")
          .expected(bytes + " bytes as '" + name + "'")
          .got(entry == null ? "no such member" : entry.getSize() + " bytes");
    }
    check(entry);
    return entry;
  }

  private static void check(ZipEntry entry) {
    boolean stored = entry.getMethod() == ZipEntry.STORED;
    long most = stored ? entry.getCompressedSize() : entry.getCompressedSize() * MOST_UNPACKED;
    if (entry.getSize() < 0 || entry.getSize() > most) {
      throw LoupeException.of(
              "the archive claims more of '" + entry.getName() + "' than its bytes can hold")
          .expected("at most " + most + " bytes")
          .got(entry.getSize() + " bytes");
    }
  }

  private static InputStream stream(ZipFile zip, ZipEntry entry) throws IOException {
    check(entry);
    InputStream in = zip.getInputStream(entry);
    if (in == null) {
      throw new ZipException("the archive has no '" + entry.getName() + "'");
    }
    return in;
  }

  /// A stream that closes the archive too.
  private static InputStream opened(Path file, String folder, Storage storage) throws IOException {
    ZipFile zip = zip(file);
    try {
      return new FilterInputStream(stream(zip, entry(zip, folder, storage))) {
        @Override
        public void close() throws IOException {
          zip.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }
}
