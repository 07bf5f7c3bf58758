package dev.loupe.data.array;

import dev.loupe.data.io.ByteInput;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Reads and writes `.npz` files: zip archives of named arrays, stored or deflated, of any size
/// (zip64).
///
/// An array is unpacked when it is read, and no further than its header says: a member that is
/// longer or shorter than that is refused, as is one that claims more than deflate can hold in its
/// bytes, or whose checksum is wrong.
///
/// Source: NumPy, numpy.savez; APPNOTE.TXT of PKWARE, 4.3 to 4.5.
public final class NpzFile implements AutoCloseable {
  private static final String ENDING = ".npy";

  private final Path path;
  private final ZipFile zip;
  private final List<String> names = new ArrayList<>();

  private NpzFile(Path path, ZipFile zip) {
    this.path = path;
    this.zip = zip;
    zip.stream()
        .map(ZipEntry::getName)
        .filter(n -> n.endsWith(ENDING))
        .map(n -> n.substring(0, n.length() - ENDING.length()))
        .forEach(names::add);
  }

  /// Whether a file is one by the ending of its name.
  public static boolean named(Path path) {
    return path.toString().toLowerCase(Locale.ROOT).endsWith(".npz");
  }

  /// Opens an archive and reads its list of members.
  ///
  /// @throws LoupeException if it can't be read or is no sound zip archive
  @SuppressWarnings("MustBeClosedChecker")
  public static NpzFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw LoupeException.of(path + ": this is a folder").expected("a file");
    }
    try {
      return new NpzFile(path, new ZipFile(path.toFile()));
    } catch (NoSuchFileException e) {
      throw LoupeException.of(path + ": there is no such file").causedBy(e);
    } catch (ZipException | IllegalArgumentException e) {
      throw LoupeException.of(path + ": this is no sound zip archive (" + e.getMessage() + ")")
          .fix("get the file again")
          .causedBy(e);
    } catch (IOException e) {
      throw ByteInput.failed(e, 0).at(path.toString());
    }
  }

  /// Writes tensors as an archive of little-endian 32-bit floats: the same values always give the
  /// same bytes. Folders that are missing are made.
  ///
  /// @param arrays by name, in their order
  /// @throws LoupeException if the file can't be written
  public static void write(Path path, Map<String, Tensor> arrays) {
    try {
      Path folder = path.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
        OutputStream out = new BufferedOutputStream(zip);
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
          ZipEntry entry = new ZipEntry(array.getKey() + ENDING);
          entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
          zip.putNextEntry(entry);
          NpyFile.write(out, array.getValue());
          out.flush();
          zip.closeEntry();
        }
      }
    } catch (IOException e) {
      throw LoupeException.of(path + ": the arrays can't be written: " + e.getMessage())
          .causedBy(e);
    }
  }

  /// The names of the arrays, without `.npy`, in the order of the archive.
  public List<String> names() {
    return List.copyOf(names);
  }

  /// What stands before the numbers of an array.
  ///
  /// @throws LoupeException if there is none of this name, or its header is broken
  public NpyHeader header(String name) {
    return member(name, (in, entry) -> checked(in, entry));
  }

  /// Reads an array.
  ///
  /// @throws LoupeException if there is none of this name, if it is broken or not of numbers, or
  ///     if the memory is too small
  public NpyArray read(String name) {
    return member(
        name,
        (in, entry) -> {
          NpyArray array = NpyFile.numbers(in, checked(in, entry));
          if (in.upTo(1).length > 0) {
            throw LoupeException.of("the member unpacks to more than its header says")
                .expected("the end at offset " + (in.offset() - 1))
                .got("more bytes");
          }
          return array;
        });
  }

  private static NpyHeader checked(ByteInput in, ZipEntry entry) throws IOException {
    NpyHeader header = NpyHeader.read(in);
    long expected = header.start() + header.bytes();
    if (entry.getSize() != expected) {
      throw LoupeException.of("the archive and the header of the array don't agree")
          .expected(
              "%d bytes, as its header says (%s %s)"
                  .formatted(expected, NpyArray.text(header.sizes()), header.type()))
          .got(entry.getSize() + " bytes, as the archive says");
    }
    return header;
  }

  private interface Reading<T> {
    T of(ByteInput in, ZipEntry entry) throws IOException;
  }

  private <T> T member(String name, Reading<T> reading) {
    @Nullable ZipEntry entry = zip.getEntry(name + ENDING);
    if (entry == null) {
      throw LoupeException.unknown("array", name, names).at(path.toString());
    }
    CRC32 crc = new CRC32();
    ByteInput[] opened = new ByteInput[1];
    try (InputStream unpacked = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      checkSize(entry);
      opened[0] = ByteInput.of(unpacked, entry.getSize());
      T value = reading.of(opened[0], entry);
      if (opened[0].most() == 0 && crc.getValue() != entry.getCrc()) {
        throw LoupeException.of("the checksum is wrong")
            .expected("%08x".formatted(entry.getCrc()))
            .got("%08x".formatted(crc.getValue()))
            .fix("get the file again");
      }
      return value;
    } catch (LoupeException e) {
      throw e.at(path + ", " + entry.getName());
    } catch (IOException e) {
      long offset = opened[0] == null ? 0 : opened[0].offset();
      throw ByteInput.failed(e, offset).at(path + ", " + entry.getName());
    }
  }

  private static void checkSize(ZipEntry entry) {
    long packed = entry.getCompressedSize();
    boolean stored = entry.getMethod() == ZipEntry.STORED;
    long most = stored ? packed : packed * ByteInput.MOST_UNPACKED;
    if (entry.getSize() < 0 || entry.getSize() > most) {
      throw LoupeException.of("the archive claims more than its bytes can hold")
          .expected("at most " + most + " bytes from " + packed + " packed ones")
          .got(entry.getSize() + " bytes");
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw ByteInput.failed(e, 0).at(path.toString());
    }
  }
}
