package dev.loupe.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loupe.data.Beats;
import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Phantoms;
import dev.loupe.data.image.Colour;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.ImageFile;
import dev.loupe.tensor.LoupeException;
import dev.loupe.tensor.Seed;
import dev.loupe.train.metrics.Predictions;
import dev.loupe.train.metrics.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is kept of a report.
final class ReportFilesTest {
  @TempDir private Path folder = Path.of("");

  /// Predictions that are mostly right, by a formula.
  private static Predictions made(Dataset data) {
    int classes = data.classes().size();
    Predictions.Collector collector = new Predictions.Collector(data.classes());
    for (int i = 0; i < data.size(); i++) {
      Seed seed = Seed.of(3).child(i);
      float[] logits = new float[classes];
      for (int c = 0; c < classes; c++) {
        logits[c] = 4 * seed.uniform(c) + (c == data.label(i) ? 3 : 0);
      }
      collector.add(logits, 0, data.label(i), i % 2 == 0 ? "" : "patient " + i % 7);
    }
    return collector.result();
  }

  private List<Path> write(Dataset data, List<String> notes) {
    Predictions predictions = made(data);
    return new ReportFiles(data, predictions, Report.of(predictions))
        .write(folder.resolve(data.card().name()), "net on " + data.card().name(), notes::add);
  }

  @Test
  void allKindsOfDataAreDrawn() throws IOException {
    for (Dataset data :
        List.of(
            Digits.splits(10, 300).test(),
            Beats.splits(10, 120).test(),
            Phantoms.splits(10, 60).test())) {
      List<String> notes = new ArrayList<>();
      List<Path> written = write(data, notes);
      assertThat(notes).isEmpty();
      assertThat(written.stream().map(p -> String.valueOf(p.getFileName())))
          .containsExactly("confusion.png", "reliability.png", "mistakes.png", "predictions.csv");
      for (Path picture : written.subList(0, 3)) {
        Image image = ImageFile.read(picture, Colour.RGB);
        assertThat(image.width()).as(picture.toString()).isBetween(400, 1500);
        assertThat(colours(image)).as(picture.toString()).isGreaterThan(20);
      }
      List<String> rows = Files.readAllLines(written.get(3));
      assertThat(rows.size()).isEqualTo(data.size() + 1);
      assertThat(rows.getFirst())
          .startsWith("sample,group,is,called,p_is,p_called,loss,p " + data.classes().getFirst());
      String[] cells = rows.get(2).split(",", -1);
      assertThat(cells[1]).isEqualTo("patient 1");
      assertThat(cells[2]).isEqualTo(data.classes().get(data.label(1)));
      double sum = 0;
      for (int c = 7; c < cells.length; c++) {
        sum += Double.parseDouble(cells[c]);
      }
      // Six digits a probability.
      assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
      assertThat(Double.parseDouble(cells[6]))
          .isBetween(
              -Math.log(Double.parseDouble(cells[4])) - 1e-4,
              -Math.log(Double.parseDouble(cells[4])) + 1e-4);
    }
  }

  @Test
  void theDiagonalIsBlueAndMistakesAreOrange() {
    Dataset data = Tiny.data("two", 40, i -> i % 2, Tiny.SHAPE, List.of("a", "b"));
    Predictions.Collector collector = new Predictions.Collector(data.classes());
    for (int i = 0; i < 40; i++) {
      // All a are right; all b are called a.
      collector.add(new float[] {1, 0}, 0, data.label(i), "");
    }
    Predictions p = collector.result();
    List<Path> written = new ReportFiles(data, p, Report.of(p)).write(folder, "two", text -> {});
    Image image = ImageFile.read(written.getFirst(), Colour.RGB);
    assertThat(share(image, 0x1F5AA6)).isGreaterThan(2000);
    assertThat(share(image, 0xD95F02)).isGreaterThan(2000);
  }

  @Test
  void manyClassesAreDrawnWithoutNamesOrNotAtAll() {
    for (int classes : List.of(60, 300, 1001)) {
      List<String> names = IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
      Dataset data = Tiny.data(classes + " classes", classes, i -> i, Tiny.SHAPE, names);
      List<String> notes = new ArrayList<>();
      List<Path> written = write(data, notes);
      if (classes > 1000) {
        assertThat(notes)
            .containsExactly("confusion.png is missing: 1,001 classes are more than 1,000");
        assertThat(written).hasSize(3);
      } else {
        assertThat(notes).isEmpty();
        assertThat(ImageFile.read(written.getFirst(), Colour.RGB).width()).isBetween(600, 1100);
      }
    }
  }

  @Test
  void whatCannotBeWrittenIsTold() throws IOException {
    Dataset data = Digits.splits(10, 20).test();
    Files.writeString(folder.resolve("digits"), "a file");
    assertThatThrownBy(() -> write(data, new ArrayList<>()))
        .isInstanceOf(LoupeException.class)
        .hasMessageContaining("confusion.png");
    Predictions predictions = made(data);
    Report report = Report.of(predictions);
    assertThatThrownBy(() -> new ReportFiles(Digits.splits(10, 21).test(), predictions, report))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("21 samples, 20 predictions and a report of 20 don't belong together");
  }

  private static long colours(Image image) {
    return IntStream.range(0, image.width() * image.height())
        .map(i -> colour(image, i))
        .distinct()
        .count();
  }

  private static long share(Image image, int colour) {
    return IntStream.range(0, image.width() * image.height())
        .filter(i -> colour(image, i) == colour)
        .count();
  }

  private static int colour(Image image, int pixel) {
    int x = pixel % image.width();
    int y = pixel / image.width();
    return image.at(x, y, 0) << 16 | image.at(x, y, 1) << 8 | image.at(x, y, 2);
  }
}
