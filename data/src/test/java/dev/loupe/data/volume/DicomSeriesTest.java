package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.io.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders of slices.
final class DicomSeriesTest {
  /// Positions stand in the files with six decimals.
  private static final Offset<Double> NEAR = Offset.offset(1e-5);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    TestData.unpack(DicomSeriesTest.class, "dicom.zip", folder);
  }

  private Path slices() {
    return folder.resolve("series");
  }

  @Test
  void slicesAreSortedByTheirPlaces() throws IOException {
    Files.writeString(slices().resolve("README.txt"), "no slice");
    // Many files of scanners have no ending.
    Files.move(slices().resolve("2.dcm"), slices().resolve("IM00002"));
    String[] row = TestData.rows(DicomSeriesTest.class, "series.csv").getFirst();
    DicomSeries series = DicomSeries.open(slices());
    Volume volume = series.read();
    assertThat(series.shape()).hasToString(row[0]);
    assertThat(TestData.crc(volume.values().data())).isEqualTo(row[1]);
    double[] affine =
        Arrays.stream(row[2].split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    assertThat(volume.affine().values()).containsExactly(affine, NEAR);
    assertThat(volume.spacing()).containsExactly(new double[] {1.25, 0.75, 2.5}, NEAR);
    assertThat(series).hasToString("1.2.3.4 (MR slanted, 5 files)");
    assertThat(series.files()).hasSize(5);
  }

  @Test
  void framesOfOneFileAreSlices() {
    for (String name : List.of("enhancedimplicit", "enhancedbig")) {
      Path one = folder.resolve(name);
      move(name + ".dcm", one);
      Volume volume = DicomSeries.open(one).read();
      // Frame k lies at z = 30 - 2 k; slices go upwards.
      assertThat(volume.values().item(0).toArray())
          .isEqualTo(DicomFile.open(one.resolve(name + ".dcm")).read(2, 1).toArray());
      assertThat(volume.affine().values())
          .containsExactly(new double[] {-0.75, 0, 0, -10, 0, -0.5, 0, -20, 0, 0, 2, 26}, NEAR);
      assertThat(volume.codes()).isEqualTo("LPS");
    }
  }

  @Test
  void doseGridsHaveOffsets() throws IOException {
    Path file = TestData.shared("dicom").resolve("rtdose_rle.dcm");
    Path one = Files.createDirectory(folder.resolve("dose"));
    Files.copy(file, one.resolve("dose.dcm"));
    Volume volume = DicomSeries.open(one).read();
    assertThat(volume.values()).isEqualTo(DicomFile.open(file).read());
    assertThat(volume.spacing()).containsExactly(new double[] {10, 10, 5}, NEAR);
    assertThat(volume.affine().apply(0, 0, 14))
        .containsExactly(new double[] {-189.43125, -199.43125, -691.87}, NEAR);
  }

  @Test
  void severalSeriesAreListed() throws IOException {
    replace("1.dcm", "1.2.3.4", "1.2.3.5");
    assertThat(TestData.error(() -> DicomSeries.open(slices())))
        .isEqualTo(
            slices()
                + ": there is not one DICOM series in this folder\n"
                + "  expected: files with pixels, all of one series\n"
                + "  got: 2 series:\n"
                + "    1.2.3.4 (MR slanted, 4 files)\n"
                + "    1.2.3.5 (MR slanted, 1 files)\n"
                + "  fix: put each series into a folder of its own");
    assertThat(DicomSeries.open(slices(), "1.2.3.5").read().values().shape())
        .hasToString("1x4x3x1");
    assertThat(TestData.error(() -> DicomSeries.open(slices(), "1.2")))
        .startsWith(
            slices() + ": there is no DICOM series '1.2'\n  expected: one of\n    1.2.3.4 (");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(TestData.error(() -> DicomSeries.open(empty))).contains("got: none");
  }

  @Test
  void slicesThatDoNotFitAreNamed() throws IOException {
    Files.copy(slices().resolve("0.dcm"), slices().resolve("9.dcm"));
    assertThat(readError())
        .isEqualTo(
            slices()
                + ": two slices of the series lie at one place\n  expected: one volume\n"
                + "  got: 0.dcm and 9.dcm\n"
                + "  fix: put each volume of a time series into a folder of its own");
    Files.delete(slices().resolve("9.dcm"));
    replace("1.dcm", "0.75\\1.25", "0.75\\1.26");
    assertThat(readError())
        .isEqualTo(
            slices().resolve("1.dcm")
                + ": the slice has another spacing than the series\n"
                + "  expected: [0.75, 1.25] as in 0.dcm\n  got: [0.75, 1.26]");
    replace("1.dcm", "0.75\\1.26", "0.75\\1.25");
    replace("1.dcm", "0.360000\\-0.800000", "0.800000\\-0.360000");
    assertThat(readError())
        .startsWith(
            slices().resolve("1.dcm") + ": the slice has another orientation than the series");
    replace("1.dcm", "0.800000\\-0.360000", "0.360000\\-8.000000");
    assertThat(readError())
        .startsWith(slices().resolve("1.dcm") + ": element (0020,0037) is no orientation");
    Files.delete(slices().resolve("1.dcm"));
    // That was the first slice of five; now the middle one goes too.
    Files.delete(slices().resolve("4.dcm"));
    assertThat(readError())
        .startsWith(slices() + ": the slices of the series are not equally far apart")
        .contains("got: 5.000 mm between 3.dcm and 0.dcm")
        .endsWith("fix: look for slices that are missing");
  }

  @Test
  void filesThatSayNoPlaceAreNamed() throws IOException {
    move("rle8x1.dcm", folder.resolve("one"));
    assertThat(TestData.error(() -> DicomSeries.open(folder.resolve("one")).read()))
        .isEqualTo(
            folder.resolve("one/rle8x1.dcm")
                + ": the file doesn't say where its pixels lie\n"
                + "  expected: element (0020,0037)");
  }

  private String readError() {
    return TestData.error(() -> DicomSeries.open(slices()).read());
  }

  private void move(String name, Path to) {
    try {
      Files.createDirectories(to);
      Files.move(folder.resolve(name), to.resolve(Objects.requireNonNull(Path.of(name))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// Replaces a text by one of the same length.
  private void replace(String name, String from, String to) throws IOException {
    Path file = slices().resolve(name);
    String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertThat(content).contains(from);
    assertThat(to).hasSameSizeAs(from);
    Files.write(file, content.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
  }
}
