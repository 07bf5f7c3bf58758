package dev.loupe.data.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Single arrays.
final class NpyFileTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void realFilesHaveTheNumbersOfNumpy() throws IOException {
    Path data = TestData.shared("");
    SoftAssertions softly = new SoftAssertions();
    int read = 0;
    for (String[] row : TestData.rows(NpyFileTest.class, "arrays.csv")) {
      if (row[0].endsWith(".npy") && !row[1].equals("object")) {
        NpyArray array = NpyFile.read(data.resolve(row[0]));
        String found = figures(array);
        softly.assertThat(found).as(row[0]).isEqualTo(row[1] + "," + row[2] + "," + row[3]);
        softly.assertThat(NpyFile.header(data.resolve(row[0])).type()).isEqualTo(array.type());
        read++;
      }
    }
    softly.assertAll();
    assertThat(read).isEqualTo(13);
  }

  @Test
  void picklesAreRefused() {
    Path file = TestData.shared("npy").resolve("py3-objarr.npy");
    assertThat(TestData.error(() -> NpyFile.read(file)))
        .isEqualTo(
            file
                + ": the NumPy file holds pickled Python objects\n"
                + "  expected: numbers\n"
                + "  got: type '|O'; reading a pickle runs its code, so Loupe doesn't\n"
                + "  fix: save an array of numbers with numpy.save(..., allow_pickle=False)");
  }

  static String figures(NpyArray array) {
    return array.type() + "," + NpyArray.text(array.sizes()) + "," + TestData.crc(array.doubles());
  }

  @Test
  void writtenArraysAreReadBack() throws IOException {
    Path file = folder.resolve("deep/er/a.npy");
    Tensor tensor = Tensor.of(Shape.of(2, 3), 1, -2, 3.5f, Float.MIN_VALUE, 5, Float.MAX_VALUE);
    NpyFile.write(file, tensor);
    assertThat(NpyFile.read(file).tensor()).isEqualTo(tensor);
    // The header that NumPy writes for the same array.
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
        .startsWith("\u0093NUMPY\1\0v\0" + header)
        .hasSize(128 + 24);
    NpyFile.write(file, Tensor.scalar(7));
    assertThat(NpyFile.read(file).tensor()).isEqualTo(Tensor.scalar(7));
    long[] values = {Long.MIN_VALUE, -1, Long.MAX_VALUE};
    NpyFile.write(file, new int[] {3, 1}, values);
    NpyArray read = NpyFile.read(file);
    assertThat(read.longs()).isEqualTo(values);
    assertThat(read.sizes()).containsExactly(3, 1);
    assertThat(read.type()).isEqualTo(NumberType.INT64);
    NpyFile.write(file, new int[] {3, 0}, new long[0]);
    assertThat(NpyFile.read(file).length()).isZero();
  }

  @Test
  void packedFilesAreUnpacked() throws IOException {
    Path file = folder.resolve("a.npy.gz");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(npy(1, "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }", 1, 0, 2, 0));
    }
    Files.write(file, packed.toByteArray());
    assertThat(NpyFile.read(file).longs()).containsExactly(1, 2);
  }

  @Test
  void otherTypesAreRefused() throws IOException {
    assertThat(typeError("'<c8'")).contains("holds complex numbers", "got: type '<c8'");
    assertThat(typeError("'<U5'")).contains("holds text");
    assertThat(typeError("'|V3'")).contains("holds records or raw bytes");
    assertThat(typeError("'<M8[ns]'")).contains("holds dates or times");
    assertThat(typeError("'<f16'")).contains("holds numbers of a machine's own length");
    assertThat(typeError("'x'")).contains("holds a type that Loupe doesn't know");
    assertThat(typeError("[('a', '<f4')]")).contains("holds records with named fields");
  }

  private String typeError(String descr) throws IOException {
    return error(npy(1, "{'descr': %s, 'fortran_order': False, 'shape': (2,)}".formatted(descr)));
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path file = folder.resolve("x.npy");
    assertThat(error(new byte[0]))
        .isEqualTo(
            file
                + ": the file ends inside the NumPy header (from offset 0)\n  expected: 8 bytes\n"
                + "  got: at most 0 until the end of the file\n  fix: get the file again");
    assertThat(error("PK\3\4abcdefgh".getBytes(StandardCharsets.ISO_8859_1)))
        .isEqualTo(
            file
                + ": this is no NumPy file\n  expected: the bytes 93 'NUMPY' at offset 0\n"
                + "  got: 50 4B 03 04 61 62");
    assertThat(error(npy(4, "{}")))
        .contains(": the NumPy file has a version at offset 6 that Loupe doesn't read");
    assertThat(error(npy(2, "{'descr': '<f8', 'fortran_order': 0, 'shape': ()}")))
        .isEqualTo(
            file
                + ": the NumPy header is broken at offset 46\n  expected: True or False\n"
                + "  got: 0x30");
    assertThat(error(npy(1, "{'descr': '<f8', 'shape': ()}")))
        .contains("expected: the keys descr, fortran_order and shape\n  got: not all of them");
    String array = "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }";
    assertThat(error(npy(1, array.formatted("1,"), 1, 2, 3)))
        .isEqualTo(
            file
                + ": the file ends inside the array of 1 float64 (from offset 67)\n"
                + "  expected: 8 bytes\n"
                + "  got: at most 3 until the end of the file\n"
                + "  fix: get the file again");
    assertThat(error(npy(1, array.formatted(""), 0, 0, 0, 0, 0, 0, 0, 0, 9)))
        .isEqualTo(
            file
                + ": bytes follow the last number\n  expected: the end of the file at offset 73\n"
                + "  got: more bytes");
    assertThat(error(npy(1, array.formatted("99999999999999999999999"))))
        .contains("is broken at offset 61\n  expected: a size of at most 2147483647\n");
    assertThat(error(npy(1, array.formatted("65536, 65536"))))
        .isEqualTo(
            file
                + ": the NumPy file claims too many numbers for one array\n"
                + "  expected: at most 2 GiB\n  got: sizes 65536x65536");
    Path empty =
        Files.write(
            folder.resolve("e.npy"),
            npy(1, array.formatted("2147483647, 2147483647, 2147483647, 0")));
    assertThat(NpyFile.read(empty).length()).isZero();
    byte[] longHeader = npy(2, "{}");
    longHeader[11] = 0x7F;
    assertThat(error(longHeader)).contains(": the NumPy file claims a very long header at offset");
    Path none = folder.resolve("none.npy");
    assertThat(TestData.error(() -> NpyFile.read(none)))
        .isEqualTo(none + ": there is no such file");
    assertThat(TestData.error(() -> NpyFile.read(folder)))
        .startsWith(folder + ": this is a folder");
    assertThat(
            TestData.error(
                () ->
                    new NpyArray(
                            NumberType.FLOAT32,
                            ByteOrder.LITTLE_ENDIAN,
                            new int[] {0, 2},
                            new byte[0])
                        .tensor()))
        .isEqualTo(
            "an empty array is no tensor\n  expected: sizes of at least 1\n  got: sizes 0x2");
  }

  @Test
  void damageGivesAnArrayOrAnError() throws IOException {
    byte[] file = npy(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (3, 2), }", new int[24]);
    int refused = TestData.damage(folder.resolve("d.npy"), file, file.length, NpyFile::read);
    assertThat(refused).isGreaterThan(file.length);
  }

  private String error(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("x.npy"), content);
    return TestData.error(() -> NpyFile.read(file));
  }

  /// A file with a header of this text.
  static byte[] npy(int version, String header, int... numbers) {
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    int start = (version == 1 ? 10 : 12) + text.length;
    ByteBuffer file = ByteBuffer.allocate(start + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) text.length);
    } else {
      file.putInt(text.length);
    }
    file.put(text);
    Arrays.stream(numbers).forEach(n -> file.put((byte) n));
    return file.array();
  }
}
