package dev.loupe.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loupe.data.Beats;
import dev.loupe.data.Dataset;
import dev.loupe.data.Digits;
import dev.loupe.data.Phantoms;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sheets of chosen samples.
final class CaptionSheetTest {
  private static List<CaptionSheet.Entry> entries(int count) {
    CaptionSheet.Line first = new CaptionSheet.Line("is a", "97 %", 0x000000);
    CaptionSheet.Line second = new CaptionSheet.Line("called b", "", 0xC00000);
    return IntStream.range(0, count)
        .mapToObj(i -> new CaptionSheet.Entry(i, List.of(first, second)))
        .toList();
  }

  @Test
  void eachSampleStandsAboveItsLines(@TempDir Path folder) {
    for (Dataset data :
        List.of(
            Digits.splits(10, 10).test(),
            Beats.splits(10, 10).test(),
            Phantoms.splits(10, 10).test())) {
      Path path = folder.resolve(data.card().name() + ".png");
      CaptionSheet.write(data, "title", entries(7), path);
      Image sheet = ImageFile.read(path, Colour.RGB);
      int cell = data.shape().rank() == 2 ? 220 : 150;
      int high = data.shape().rank() == 2 ? 120 : 150;
      assertThat(sheet.width()).isEqualTo(14 + 6 * (cell + 14));
      assertThat(sheet.height()).isEqualTo(40 + 2 * (high + 2 * 17 + 14) + 7);
      for (int i = 0; i < 7; i++) {
        int x = 14 + i % 6 * (cell + 14);
        int y = 40 + i / 6 * (high + 2 * 17 + 14);
        String name = data.card().name() + " " + i;
        assertThat(marked(sheet, x, y, cell, high)).as(name).isPositive();
        assertThat(marked(sheet, x, y + high, cell, 34)).as(name + " lines").isPositive();
      }
      assertThat(marked(sheet, 14 + cell + 14, 40 + high + 48, cell, high)).isZero();
    }
  }

  @Test
  void aSheetWithoutSamplesHasItsTitle() {
    assertThat(CaptionSheet.draw(Digits.splits(10, 10).test(), "none", List.of()).getHeight())
        .isEqualTo(47);
  }

  @Test
  void textsAreCutToTheirRoom() {
    try (Page page = new Page(200, 40)) {
      page.text(0, "a text that is much longer than its room", 10, 20, 60, Page.Align.LEFT);
      page.text(0, "b", 100, 20, 60, Page.Align.RIGHT);
      assertThat(page.image().getSubimage(71, 0, 29, 40).getRGB(0, 0, 29, 40, null, 0, 29))
          .containsOnly(0xFFFFFFFF);
      assertThat(page.image().getSubimage(140, 0, 20, 40).getRGB(0, 0, 20, 40, null, 0, 20))
          .contains(0xFF000000);
    }
    assertThat(Page.between(0x000000, 0xFF8000, 0.5)).isEqualTo(0x804000);
  }

  private static int marked(Image sheet, int left, int top, int width, int height) {
    int marked = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        marked += sheet.at(x, y, 0) != 255 || sheet.at(x, y, 2) != 255 ? 1 : 0;
      }
    }
    return marked;
  }
}
