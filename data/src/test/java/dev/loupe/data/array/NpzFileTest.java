package dev.loupe.data.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.io.TestData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives of arrays.
final class NpzFileTest {
  private static final String BYTES = "{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }";

  @TempDir private Path folder = Path.of("");

  private Path kinds() throws IOException {
    byte[] content = TestData.bytes(NpzFileTest.class, "kinds.npz");
    return Files.write(folder.resolve("kinds.npz"), content);
  }

  /// Every type, byte order, axis order and version of the header, stored and deflated.
  @Test
  void allKindsHaveTheNumbersOfNumpy() throws IOException {
    SoftAssertions softly = new SoftAssertions();
    try (NpzFile file = NpzFile.open(kinds())) {
      for (String[] row : TestData.rows(NpzFileTest.class, "kinds.csv")) {
        String found = NpyFileTest.figures(file.read(row[0]));
        softly.assertThat(found).as(row[0]).isEqualTo(row[1] + "," + row[2] + "," + row[3]);
      }
      assertThat(file.names()).hasSize(108).startsWith("?0little", "?1little");
    }
    softly.assertAll();
  }

  @Test
  void realFilesHaveTheNumbersOfNumpy() throws IOException {
    Path data = TestData.shared("");
    int read = 0;
    for (String[] row : TestData.rows(NpzFileTest.class, "arrays.csv")) {
      String[] name = row[0].split(":", -1);
      if (name.length == 2) {
        try (NpzFile file = NpzFile.open(data.resolve(name[0]))) {
          assertThat(NpyFileTest.figures(file.read(name[1])))
              .as(row[0])
              .isEqualTo(row[1] + "," + row[2] + "," + row[3]);
        }
        read++;
      }
    }
    assertThat(read).isEqualTo(10);
  }

  @Test
  void picklesAreRefused() {
    Path path = TestData.shared("npy").resolve("py3-objarr.npz");
    try (NpzFile file = NpzFile.open(path)) {
      assertThat(TestData.error(() -> file.read(file.names().getFirst())))
          .startsWith(path + ", x.npy: the NumPy file holds pickled Python objects");
    }
  }

  @Test
  void zip64IsRead() throws IOException {
    byte[] member = NpyFileTest.npy(1, BYTES.formatted(3), 5, 6, 7);
    Path path = Files.write(folder.resolve("wide.npz"), zip64(member));
    try (NpzFile file = NpzFile.open(path)) {
      assertThat(file.read("a").longs()).containsExactly(5, 6, 7);
    }
  }

  @Test
  void membersAreUnpackedAsFarAsTheirHeadersSay() throws IOException {
    byte[] member = NpyFileTest.npy(1, BYTES.formatted(3), new int[20_000_000]);
    Path path = zip("bomb.npz", member);
    assertThat(Files.size(path)).isLessThan(30_000);
    assertThat(read(path))
        .isEqualTo(
            path
                + ", a.npy: the archive and the header of the array don't agree\n"
                + "  expected: 70 bytes, as its header says (3 uint8)\n"
                + "  got: 20000067 bytes, as the archive says");
    // The list of members lies about the size too: the unpacked bytes go on.
    byte[] lies = Files.readAllBytes(path);
    ByteBuffer buffer = ByteBuffer.wrap(lies).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(list(buffer) + 24, 70);
    Files.write(path, lies);
    assertThat(read(path)).startsWith(path + ", a.npy: ").contains("70");
  }

  @Test
  void claimsThatNoBytesCanKeepAreRefused() throws IOException {
    Path path = zip("claims.npz", NpyFileTest.npy(1, BYTES.formatted(2_000_000_000), 1, 2));
    byte[] lies = Files.readAllBytes(path);
    ByteBuffer buffer = ByteBuffer.wrap(lies).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(list(buffer) + 24, 2_000_000_000 + 77);
    Files.write(path, lies);
    assertThat(read(path))
        .startsWith(path + ", a.npy: the archive claims more than its bytes can hold");
  }

  @Test
  void checksumsAreChecked() throws IOException {
    byte[] file = Files.readAllBytes(zip("crc.npz", NpyFileTest.npy(1, BYTES.formatted(1), 9)));
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(list(buffer) + 16, 0x12345678);
    Path path = Files.write(folder.resolve("crc.npz"), file);
    assertThat(read(path))
        .startsWith(path + ", a.npy: the checksum is wrong\n  expected: 12345678\n  got: ");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path text = Files.writeString(folder.resolve("t.npz"), "hello");
    assertThat(TestData.error(() -> NpzFile.open(text)))
        .startsWith(text + ": this is no sound zip archive (");
    Path none = folder.resolve("none.npz");
    assertThat(TestData.error(() -> NpzFile.open(none)))
        .isEqualTo(none + ": there is no such file");
    assertThat(TestData.error(() -> NpzFile.open(folder)))
        .startsWith(folder + ": this is a folder");
    Path one = zip("one.npz", NpyFileTest.npy(1, BYTES.formatted(1), 9));
    try (NpzFile file = NpzFile.open(one)) {
      assertThat(TestData.error(() -> file.read("b")))
          .isEqualTo(one + ": unknown array 'b'\n  expected: one of a");
    }
  }

  @Test
  void damageGivesArraysOrAnError() throws IOException {
    byte[] file = Files.readAllBytes(zip("d.npz", NpyFileTest.npy(1, BYTES.formatted(3), 5, 6, 7)));
    int refused =
        TestData.damage(
            folder.resolve("d.npz"),
            file,
            file.length,
            path -> {
              try (NpzFile npz = NpzFile.open(path)) {
                npz.names().forEach(npz::read);
              }
            });
    assertThat(refused).isGreaterThan(file.length);
  }

  private static String read(Path path) {
    try (NpzFile file = NpzFile.open(path)) {
      return TestData.error(() -> file.read("a"));
    }
  }

  private Path zip(String name, byte[] member) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry("a.npy"));
      out.write(member);
    }
    return Files.write(folder.resolve(name), bytes.toByteArray());
  }

  /// Where the first row of the list of members is.
  private static int list(ByteBuffer zip) {
    for (int i = zip.capacity() - 22; ; i--) {
      if (zip.getInt(i) == 0x06054B50) {
        return zip.getInt(i + 16);
      }
    }
  }

  /// An archive whose sizes and places all stand in the fields of zip64.
  private static byte[] zip64(byte[] member) {
    CRC32 crc = new CRC32();
    crc.update(member);
    byte[] name = "a.npy".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer out = ByteBuffer.allocate(1000 + member.length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0x04034B50).putShort((short) 45).putShort((short) 0).putShort((short) 0);
    out.putInt(0x00210000).putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    out.putShort((short) name.length).putShort((short) 20).put(name);
    out.putShort((short) 1).putShort((short) 16).putLong(member.length).putLong(member.length);
    out.put(member);
    int list = out.position();
    out.putInt(0x02014B50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
    out.putShort((short) 0).putInt(0x00210000).putInt((int) crc.getValue()).putInt(-1).putInt(-1);
    out.putShort((short) name.length).putShort((short) 28).putShort((short) 0).putShort((short) 0);
    out.putShort((short) 0).putInt(0).putInt(-1).put(name);
    out.putShort((short) 1).putShort((short) 24);
    out.putLong(member.length).putLong(member.length).putLong(0);
    int end = out.position();
    out.putInt(0x06064B50).putLong(44).putShort((short) 45).putShort((short) 45);
    out.putInt(0).putInt(0).putLong(1).putLong(1).putLong(end - list).putLong(list);
    out.putInt(0x07064B50).putInt(0).putLong(end).putInt(1);
    out.putInt(0x06054B50).putShort((short) 0).putShort((short) 0);
    out.putShort((short) -1).putShort((short) -1).putInt(-1).putInt(-1).putShort((short) 0);
    byte[] file = new byte[out.position()];
    out.get(0, file);
    return file;
  }
}
