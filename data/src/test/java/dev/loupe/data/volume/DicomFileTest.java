package dev.loupe.data.volume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.image.Image;
import dev.loupe.data.io.TestData;
import dev.loupe.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// DICOM files: real ones and small ones of many kinds beside pydicom.
final class DicomFileTest {
  @TempDir private Path folder = Path.of("");

  /// Each file is read as pydicom reads it, or refused with the reason.
  @Test
  void realFilesAreThoseOfPydicomOrRefused() throws IOException {
    Path data = TestData.shared("dicom");
    SoftAssertions softly = new SoftAssertions();
    Map<String, Integer> outcomes = new TreeMap<>();
    for (String[] row : TestData.rows(DicomFileTest.class, "dicom.csv")) {
      Path path = data.resolve(row[0]);
      outcomes.merge(row[1].contains("x") ? "read" : row[1], 1, Integer::sum);
      if (row[1].contains("x")) {
        Tensor values = DicomFile.open(path).read();
        softly.assertThat(values.shape().toString()).as(row[0]).isEqualTo(row[1]);
        softly.assertThat(TestData.crc(values.data())).as(row[0]).isEqualTo(row[2]);
        continue;
      }
      String error = TestData.error(() -> DicomFile.open(path).read());
      softly.assertThat(error).startsWith(path + ": ");
      if (row[1].equals("packed")) {
        softly
            .assertThat(error)
            .startsWith(path + ": the pixels are packed in a way that Loupe doesn't read")
            .contains("(" + row[2] + ")")
            .doesNotContain("doesn't know");
      } else if (row[0].equals("rtplan_truncated.dcm")) {
        softly.assertThat(error).contains("the file ends inside element");
      } else if (row[0].equals("no_meta.dcm")) {
        softly.assertThat(error).contains("this is no DICOM file");
      } else if (row[1].equals("none")) {
        softly.assertThat(error).contains("there are no pixels in this DICOM file");
      } else {
        softly.assertThat(error).contains("element (0028,0100) does not fit pixels");
      }
    }
    softly.assertAll();
    assertThat(outcomes).hasToString("{broken=2, none=28, packed=30, read=42}");
  }

  @Test
  void smallFilesOfManyKindsAreThoseOfPydicom() throws IOException {
    TestData.unpack(DicomFileTest.class, "dicom.zip", folder);
    SoftAssertions softly = new SoftAssertions();
    List<String[]> rows = TestData.rows(DicomFileTest.class, "dicommade.csv");
    for (String[] row : rows) {
      DicomFile file = DicomFile.open(folder.resolve(row[0] + ".dcm"));
      Tensor values = file.read();
      softly.assertThat(file.shape().toString()).as(row[0]).isEqualTo(row[1]);
      softly.assertThat(TestData.crc(values.data())).as(row[0]).isEqualTo(row[2]);
      for (int frame = 0; frame < file.frames(); frame++) {
        softly
            .assertThat(file.read(frame, 1).toArray())
            .as(row[0] + " " + frame)
            .isEqualTo(values.item(frame).toArray());
      }
    }
    softly.assertAll();
    assertThat(rows).hasSize(39);
  }

  @Test
  void elementsAreRead() throws IOException {
    TestData.unpack(DicomFileTest.class, "dicom.zip", folder);
    DicomDataSet dataSet = DicomFile.open(folder.resolve("private.dcm")).dataSet();
    assertThat(dataSet.text(DicomTag.MODALITY)).isEqualTo("OT");
    assertThat(dataSet.integer(DicomTag.ROWS, 0)).isEqualTo(3);
    assertThat(dataSet.text(0x00091001)).isEqualTo("private");
    assertThat(dataSet.items(0x00091004)).hasSize(2);
    assertThat(dataSet.items(0x00091004).getLast().text(0x00091002)).isEqualTo("inner");
    assertThat(dataSet.items(0x00091004).getLast().items(0x00091003)).hasSize(1);
    assertThat(dataSet.items(0x00091005)).isEmpty();
    assertThat(dataSet.integer(0x00091005, 17)).isEqualTo(17);
    assertThat(dataSet.decimals(DicomTag.WINDOW_CENTER)).isEmpty();
    DicomFile implicit = DicomFile.open(folder.resolve("implicitu16.dcm"));
    assertThat(implicit.syntax().name()).isEqualTo("Implicit VR Little Endian");
    assertThat(implicit.dataSet().decimals(DicomTag.SLOPE)).containsExactly(0.37);
  }

  @Test
  void windowsShadeAsPydicomDoes() throws IOException {
    float[] values = {-32768, -300, -100, -1, 0, 10, 11, 99, 500};
    for (String[] row : TestData.rows(DicomFileTest.class, "windows.csv")) {
      DicomWindow window =
          new DicomWindow(
              Double.parseDouble(row[1]),
              Double.parseDouble(row[2]),
              DicomWindow.Function.valueOf(row[0]));
      double[] expected =
          Arrays.stream(row[3].split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      for (int i = 0; i < values.length; i++) {
        assertThat(window.apply(values[i]))
            .as(Arrays.toString(row) + " " + values[i])
            .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-8));
      }
    }
    assertThat(TestData.error(() -> new DicomWindow(1, 0.5, DicomWindow.Function.LINEAR)))
        .startsWith("the window is not possible");
  }

  @Test
  void picturesGoThroughTheWindow() throws IOException {
    Path data = TestData.shared("dicom");
    DicomFile file = DicomFile.open(data.resolve("MR_small.dcm"));
    assertThat(file.window()).contains(new DicomWindow(600, 1600, DicomWindow.Function.LINEAR));
    Image image = file.picture(0);
    Tensor values = file.read();
    for (int i = 0; i < values.length(); i++) {
      long shade = Math.round(255 * Math.clamp((values.get(i) - 599.5) / 1599 + 0.5, 0, 1));
      assertThat(image.pixels()[i] & 0xFF).isEqualTo((int) shade);
    }
    Image colour = DicomFile.open(data.resolve("SC_rgb_rle.dcm")).picture(0);
    assertThat(colour.at(0, 0, 0)).isEqualTo(255);
    assertThat(colour.channels()).isEqualTo(3);
    Image dark = DicomFile.open(data.resolve("CT_small.dcm")).picture(0);
    assertThat(dark.width()).isEqualTo(128);
  }

  @Test
  void filesAreKnownByTheirNames() {
    List<Boolean> named = new ArrayList<>();
    for (String name : List.of("a.dcm", "b.DCM", "c.ima", "IM00001", "e.dcm.gz")) {
      named.add(DicomFile.named(Path.of(name)));
    }
    assertThat(named).containsExactly(true, true, true, false, false);
  }

  @Test
  void damageGivesPixelsOrAnError() throws IOException {
    TestData.unpack(DicomFileTest.class, "dicom.zip", folder);
    for (String name : List.of("private", "enhancedimplicit", "deflatedu8", "palette8", "bits")) {
      byte[] file = Files.readAllBytes(folder.resolve(name + ".dcm"));
      int refused =
          TestData.damage(folder.resolve("d.dcm"), file, 450, p -> DicomFile.open(p).read());
      assertThat(refused).as(name).isGreaterThan(450);
    }
    byte[] runs = Files.readAllBytes(folder.resolve("rle8x1.dcm"));
    byte[] bare = Arrays.copyOfRange(runs, 128 + 4, runs.length);
    for (byte[] file : List.of(runs, bare)) {
      int refused =
          TestData.damage(folder.resolve("d.dcm"), file, 450, p -> DicomFile.open(p).read());
      assertThat(refused).isGreaterThan(450);
    }
  }
}
