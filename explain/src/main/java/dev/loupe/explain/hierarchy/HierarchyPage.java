package dev.loupe.explain.hierarchy;

import dev.loupe.data.Dataset;
import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.explain.Target;
import dev.loupe.explain.filter.Sight;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A walk from edges to classes: for each stage what its channels like best, made by gradient
/// ascent and found in data.
public final class HierarchyPage {
  private static final int CELL = 150;
  private static final int PATCH = 56;

  private final Sight sight;
  private final Optional<Dataset> data;
  private final HtmlPage page;
  private final List<Image> made = new ArrayList<>();
  private int columns = 1;

  /// Begins a page.
  ///
  /// @param data where the patches come from
  public HierarchyPage(String name, Sight sight, Optional<Dataset> data) {
    this.sight = sight;
    this.data = data;
    this.page =
        HtmlPage.of("From edges to classes: " + name)
            .introduction(
                "For each stage, from the first convolution on: what excites some of its channels"
                    + " most. Above an input made by gradient ascent, below the patches of the data"
                    + " that excite the channel most, each as large as the receptive field.");
  }

  /// Adds a stage.
  ///
  /// @param channels which channels are shown
  /// @param seen what was made for each of them
  /// @param excitation what was found in the data
  public HierarchyPage stage(
      EffectiveField field,
      List<Integer> channels,
      List<Visualisation.Seen> seen,
      Optional<Excitation> excitation) {
    List<Content> cells = new ArrayList<>();
    keep(seen);
    for (int i = 0; i < channels.size(); i++) {
      int channel = channels.get(i);
      List<Content> parts = new ArrayList<>();
      parts.add(figure(seen.get(i).input(), "made for channel " + channel, "channel " + channel));
      excitation.ifPresent(e -> parts.add(patches(e, channel)));
      cells.add(Content.all(parts));
    }
    page.section(field.layer() + ": sees " + field.theoretical(), Content.grid(CELL, boxed(cells)));
    return this;
  }

  /// Adds what was made for classes.
  public HierarchyPage classes(List<Visualisation.Seen> seen, List<String> names) {
    List<Content> figures = new ArrayList<>();
    keep(seen);
    for (Visualisation.Seen s : seen) {
      String name = s.target() instanceof Target.Output o ? names.get(o.index()) : "";
      figures.add(figure(s.input(), "made for the class " + name, name));
    }
    page.section("Classes", Content.grid(CELL, figures));
    return this;
  }

  /// The page.
  public HtmlPage page() {
    return page;
  }

  /// What was made, a row for each stage and below those the classes.
  public Image sheet() {
    return Mosaic.of(made, columns, 4);
  }

  /// A row; the first decides how many there are room for, more go on in the next.
  private void keep(List<Visualisation.Seen> seen) {
    if (made.isEmpty()) {
      columns = Math.max(1, seen.size());
    }
    seen.forEach(s -> made.add(Mosaic.sized(sight.drawn(s.input()), CELL)));
    while (made.size() % columns != 0) {
      made.add(Mosaic.free());
    }
  }

  private static List<Content> boxed(List<Content> cells) {
    return cells.stream()
        .map(
            c ->
                (Content)
                    out -> {
                      out.open("div");
                      c.write(out);
                      out.close("div");
                    })
        .toList();
  }

  private Figure figure(Tensor input, String alt, String caption) {
    Image image = sight.drawn(input);
    return new Figure(image, alt, caption, CELL);
  }

  private Content patches(Excitation excitation, int channel) {
    List<Image> cut = new ArrayList<>();
    Tensor sample = Tensor.zeros(sight.shape());
    for (Patch patch : excitation.patches().get(channel)) {
      data.orElseThrow().read(patch.sample(), sample);
      Image image = sight.drawn(Excitation.cut(sample, patch));
      cut.add(Mosaic.sized(image, PATCH));
    }
    Image all = Mosaic.of(cut, 2, 2);
    return new Figure(all, "patches that excite channel " + channel, "", CELL);
  }
}
