package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// NIfTI files: real ones and small ones of every kind beside nibabel, and broken ones.
final class NiftiFileTest {
  /// nibabel computes affines from 32-bit numbers of the header in another order.
  private static final Offset<Double> NEAR = Offset.offset(1e-5);

  @TempDir private Path folder = Path.of("");

  @Test
  void realFilesAreThoseOfNibabel() throws IOException {
    List<String[]> rows = TestData.rows(NiftiFileTest.class, "nifti.csv");
    compare(TestData.shared(""), rows);
    assertThat(rows).hasSize(8);
  }

  /// All types in both orders and versions, scales, four and five axes, colours, pairs, slanted
  /// axes, quaternions.
  @Test
  void smallFilesOfManyKindsAreThoseOfNibabel() throws IOException {
    TestData.unpack(NiftiFileTest.class, "made.zip", folder);
    List<String[]> rows = TestData.rows(NiftiFileTest.class, "made.csv");
    compare(folder, rows);
    assertThat(rows).hasSize(37);
  }

  private static void compare(Path folder, List<String[]> rows) {
    SoftAssertions softly = new SoftAssertions();
    for (String[] row : rows) {
      NiftiFile file = NiftiFile.open(folder.resolve(row[0]));
      Volume volume = file.read();
      softly.assertThat(file.shape().toString()).as(row[0]).isEqualTo(row[1]);
      softly.assertThat(volume.codes()).as(row[0]).isEqualTo(row[2]);
      softly.assertThat(TestData.crc(volume.values().data())).as(row[0]).isEqualTo(row[3]);
      softly.assertThat(volume.affine().values()).as(row[0]).containsExactly(numbers(row[4]), NEAR);
      Volume canonical = volume.oriented("RAS");
      softly.assertThat(canonical.codes()).as(row[0]).isEqualTo("RAS");
      softly.assertThat(TestData.crc(canonical.values().data())).as(row[0]).isEqualTo(row[5]);
      softly
          .assertThat(canonical.affine().values())
          .as(row[0])
          .containsExactly(numbers(row[6]), NEAR);
    }
    softly.assertAll();
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void slabsArePartsOfTheWhole() throws IOException {
    TestData.unpack(NiftiFileTest.class, "made.zip", folder);
    for (String name : List.of("extended4d.nii.gz", "int32big.nii", "rgb.nii", "pair.hdr")) {
      NiftiFile file = NiftiFile.open(folder.resolve(name));
      Tensor whole = file.read().values();
      int[] seen = new int[1];
      file.slabs(
          1,
          (time, z, values, count) -> {
            assertThat(count).isEqualTo(1);
            assertSlab(file, whole, time, z, values, count);
            seen[0]++;
          });
      assertThat(seen[0]).isEqualTo(file.header().sizes()[2] * file.header().sizes()[3]);
      int last = file.header().sizes()[3] - 1;
      assertSlab(file, whole, last, 1, file.slab(last, 1, 1), 1);
      assertSlab(file, whole, 0, 0, file.slab(0, 0, 2), 2);
    }
  }

  private static void assertSlab(
      NiftiFile file, Tensor whole, int time, int z, Tensor slab, int count) {
    int samples = file.header().samples();
    int channels = file.header().channels();
    int plane = file.header().sizes()[0] * file.header().sizes()[1];
    for (int i = 0; i < count * plane; i++) {
      for (int s = 0; s < samples; s++) {
        assertThat(slab.get(i * samples + s))
            .isEqualTo(whole.get((z * plane + i) * channels + time * samples + s));
      }
    }
  }

  @Test
  void slabsNeedTheMemoryOfSlabs() throws IOException {
    // A header that claims 2.1 billion voxels, and the first tenth of them.
    byte[] header = header();
    ByteBuffer.wrap(header)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(42, (short) 512)
        .putShort(44, (short) 512)
        .putShort(46, (short) 8000);
    Path path = folder.resolve("huge.nii.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(header);
      for (int i = 0; i < 400; i++) {
        out.write(new byte[1 << 19]);
      }
    }
    NiftiFile file = NiftiFile.open(path);
    assertThat(file.slab(0, 300, 3).length()).isEqualTo(3 << 18);
    assertThat(TestData.error(file::read))
        .startsWith(
            path
                + ": the file ends inside the voxels (from offset 352)\n"
                + "  expected: 2097152000 bytes");
  }

  @Test
  void pairsNeedBothFiles() throws IOException {
    TestData.unpack(NiftiFileTest.class, "made.zip", folder);
    assertThat(NiftiFile.open(folder.resolve("pair.img")).read().values())
        .isEqualTo(NiftiFile.open(folder.resolve("pair.hdr")).read().values());
    Path header = folder.resolve("pair.hdr");
    Files.delete(folder.resolve("pair.img"));
    assertThat(TestData.error(() -> NiftiFile.open(header)))
        .isEqualTo(
            header
                + ": the other file of the pair is missing\n"
                + "  expected: pair.img or pair.img.gz beside it");
  }

  @Test
  void filesAreKnownByTheirNames() {
    for (String name : List.of("a.nii", "b.NII.GZ", "c.hdr", "d.hdr.gz")) {
      assertThat(NiftiFile.named(Path.of(name))).as(name).isTrue();
    }
    for (String name : List.of("a.img", "b.gz", "nii", "c.nii.txt")) {
      assertThat(NiftiFile.named(Path.of(name))).as(name).isFalse();
    }
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    Path file = folder.resolve("x.nii");
    assertThat(error(h -> h.putInt(0, 349)))
        .isEqualTo(
            file
                + ": this is no NIfTI file\n  expected: the length of the header at offset 0: 348"
                + " or 540, in either byte order\n  got: 5D 01 00 00");
    assertThat(error(h -> h.putInt(344, 0)))
        .isEqualTo(
            file
                + ": this is no NIfTI file\n  expected: n+1 or ni1 at offset 344\n"
                + "  got: 00 00 00 00\n  fix: convert ANALYZE 7.5 files to NIfTI first");
    assertThat(error(h -> h.putShort(40, (short) 8)))
        .contains("an odd number of axes at offset 40\n  expected: 1 to 7\n  got: 8");
    assertThat(error(h -> h.putShort(44, (short) -3)))
        .contains("axis 2 of the NIfTI file has an odd size at offset 44")
        .contains("got: -3");
    assertThat(error(h -> h.putShort(70, (short) 32)))
        .contains("a type at offset 70 that Loupe doesn't read")
        .contains("got: 32 (complex numbers of 64 bits)");
    assertThat(error(h -> h.putFloat(112, 2).putFloat(116, Float.NaN)))
        .contains("the intercept of the NIfTI file's scale is no number, at offset 116");
    assertThat(error(h -> h.putFloat(108, 1e30f)))
        .contains("the NIfTI file's voxels begin at an odd place, by offset 108");
    assertThat(error(h -> h.putShort(254, (short) 1).putFloat(288, Float.NaN)))
        .contains("the NIfTI file doesn't say where its voxels lie");
    assertThat(error(h -> h.putFloat(108, 353)))
        .isEqualTo(
            file
                + ": the file ends inside the voxels (from offset 353)\n  expected: 24 bytes\n"
                + "  got: at most 23 until the end of the file\n  fix: get the file again");
    assertThat(error(h -> h.putShort(46, (short) 32767).putShort(44, (short) 32767)))
        .startsWith(file + ": the volume doesn't fit one array");
    Files.write(file, Arrays.copyOf(header(), 347));
    assertThat(TestData.error(() -> NiftiFile.open(file)))
        .startsWith(
            file
                + ": the file ends inside the NIfTI header (from offset 4)\n  expected: 344 bytes");
    Path none = folder.resolve("none.nii");
    assertThat(TestData.error(() -> NiftiFile.open(none)))
        .isEqualTo(none + ": there is no such file");
  }

  @Test
  void axesInOnePlaneHaveNoOrientation() throws IOException {
    byte[] content = content();
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putShort(254, (short) 1);
    Volume flat = NiftiFile.open(Files.write(folder.resolve("f.nii"), content)).read();
    assertThat(TestData.error(() -> flat.oriented("RAS")))
        .startsWith("the axes of the volume lie in one plane");
    Volume sound = NiftiFile.open(Files.write(folder.resolve("s.nii"), content())).read();
    for (String codes : List.of("RAT", "RLA", "RA", "")) {
      assertThat(TestData.error(() -> sound.oriented(codes)))
          .startsWith("'" + codes + "' is no orientation");
    }
  }

  private interface Change {
    ByteBuffer to(ByteBuffer header);
  }

  private String error(Change change) throws IOException {
    byte[] content = content();
    change.to(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
    Path file = Files.write(folder.resolve("x.nii"), content);
    return TestData.error(() -> NiftiFile.open(file).read());
  }

  @Test
  void damageGivesAVolumeOrAnError() throws IOException {
    byte[] one = content();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(one);
    }
    byte[] two = new byte[540 + 4 + 24];
    ByteBuffer header = ByteBuffer.wrap(two).order(ByteOrder.BIG_ENDIAN);
    header
        .putInt(540)
        .putInt(0x6E2B3200)
        .putInt(0x0D0A1A0A)
        .putShort((short) 2)
        .putShort((short) 8);
    header.putLong(16, 3).putLong(24, 4).putLong(32, 3).putLong(40, 2);
    header.putDouble(112, 1).putDouble(120, 1).putDouble(128, 1).putLong(168, 544);
    int refused = 0;
    for (byte[] file : List.of(one, packed.toByteArray(), two)) {
      Path path = folder.resolve("d.nii");
      refused += TestData.damage(path, file, file.length, p -> NiftiFile.open(p).read());
    }
    assertThat(refused).isGreaterThan(one.length + two.length);
  }

  /// A header of version 1: 4 by 3 by 2 bytes.
  private static byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0, 348).putShort(40, (short) 3);
    header.putShort(42, (short) 4).putShort(44, (short) 3).putShort(46, (short) 2);
    header.putShort(70, (short) 2).putShort(72, (short) 8).putFloat(108, 352);
    header.putFloat(80, 1).putFloat(84, 1).putFloat(88, 1);
    return header.putInt(344, 0x00312B6E).array();
  }

  private static byte[] content() {
    byte[] content = Arrays.copyOf(header(), 352 + 24);
    for (int i = 0; i < 24; i++) {
      content[352 + i] = (byte) i;
    }
    return content;
  }
}
