package dev.loupe.explain.filter;

import dev.loupe.explain.page.Axis;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.Curve;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.explain.page.LineChart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A page with the filters of a layer, what they are, and how selective layers are for orientation.
public final class FilterPage {
  private static final int LENGTH = 96;

  private FilterPage() {}

  /// The page of a layer.
  ///
  /// @param most how many filters are drawn at most
  /// @param share what they are, where they have directions
  /// @param layers selectivity by depth; may be empty
  public static HtmlPage of(
      FilterBank bank,
      boolean blueFirst,
      int most,
      Optional<EdgeShare> share,
      List<Selectivity> layers) {
    HtmlPage page =
        HtmlPage.of("Filters of " + bank.path())
            .introduction(
                ("%d filters of %s weights each. Grey in the middle is 0; each filter has its own"
                        + " range.")
                    .formatted(bank.size(), bank.filter(0).shape()));
    share.ifPresent(s -> page.section("What the layer looks for", kinds(s)));
    page.section("Filters", Content.grid(LENGTH + 40, figures(bank, blueFirst, most, share)));
    if (!layers.isEmpty()) {
      page.section("Orientation by depth", orientation(layers));
    }
    return page;
  }

  private static List<Content> kinds(EdgeShare share) {
    DataTable table =
        new DataTable(
            "Kinds of filters", List.of("kind", "filters", "share", "share of random filters"));
    share
        .kinds()
        .forEach(
            (kind, part) ->
                table.row(
                    kind.toString(),
                    String.valueOf(share.count(kind)),
                    percent(part),
                    percent(share.randomKinds().getOrDefault(kind, 0.0))));
    String text =
        ("%s of the filters are %s; of random filters of this shape %s (%s to %s in %d"
                + " draws). The best wave explains %s of a filter's energy in the mean, of a random"
                + " one %s.")
            .formatted(
                percent(share.share()),
                share.counted(),
                percent(share.random()),
                percent(share.least()),
                percent(share.most()),
                share.draws(),
                percent(share.explained()),
                percent(share.randomExplained()));
    return List.of(Content.text(text), table, Content.note(rules(share.kinds().keySet())));
  }

  private static String rules(Set<FilterKind> kinds) {
    if (kinds.contains(FilterKind.RISE)) {
      return "With "
          + percent(FilterFigures.LIMIT)
          + " of a filter's energy: low-pass where a bell explains it; rise, fall, peak and dip"
          + " where one wave under a bell does, and an oscillation where at least two of its"
          + " periods lie under the bell.";
    }
    if (kinds.contains(FilterKind.LINE)) {
      return "With "
          + percent(FilterFigures.LIMIT)
          + " of a filter's energy: an edge is a plane wave under a bell, across an axis within"
          + " 22.5 degrees, else oblique; a blob is a spot, a line a tube, each with or without a"
          + " surround. Directions are (depth, height, width).";
    }
    return "An edge is a filter of whose energy one wave under a bell explains at least "
        + percent(FilterFigures.LIMIT)
        + "; vertical or horizontal within 22.5 degrees, else diagonal. A blob is the same for"
        + " a spot, a colour one whose weights for the channels differ in sign or size, without"
        + " a direction.";
  }

  private static List<Figure> figures(
      FilterBank bank, boolean blueFirst, int most, Optional<EdgeShare> share) {
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < Math.min(most, bank.size()); i++) {
      int index = i;
      String what = share.map(s -> s.figures().get(index).words()).orElse("");
      String caption = i + (what.isEmpty() ? "" : ": " + what);
      figures.add(new Figure(FilterPictures.of(bank, i, blueFirst), "filter " + i, caption));
    }
    return figures;
  }

  private static List<Content> orientation(List<Selectivity> layers) {
    DataTable table =
        new DataTable(
            "Selectivity for the orientation of gratings",
            List.of(
                "layer", "depth", "mean index", "index above 0.5", "mixing", "silent channels"));
    List<Double> depth = new ArrayList<>();
    List<Double> mean = new ArrayList<>();
    List<Double> above = new ArrayList<>();
    List<Double> mixing = new ArrayList<>();
    for (Selectivity s : layers) {
      depth.add((double) s.depth());
      mean.add(s.mean());
      above.add(s.selective());
      mixing.add(s.mixing());
      table.row(
          s.layer(),
          String.valueOf(s.depth()),
          String.format(Locale.ROOT, "%.3f", s.mean()),
          percent(s.selective()),
          percent(s.mixing()),
          String.valueOf(s.silent()));
    }
    LineChart chart =
        new LineChart(
            "The mean index, and the shares of channels above one half and that mix, by depth",
            Axis.of("convolutions"),
            Axis.between("index, share", 0, 1),
            List.of(
                Curve.of("mean index", depth, mean),
                Curve.of("above one half", depth, above),
                Curve.of("mixing", depth, mixing)));
    String text =
        "Drifting sine gratings of 8 orientations and 4 frequencies go through the network. A"
            + " channel that answers to one orientation only has the index 1, one that answers to"
            + " all alike 0. A channel mixes orientations if two gratings at once, of half the"
            + " contrast, excite it more than any one does.";
    return List.of(Content.text(text), chart, table);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
