package dev.loupe.explain.hierarchy;

import dev.loupe.data.image.Image;
import dev.loupe.data.image.Mosaic;
import dev.loupe.data.image.SampleImage;
import dev.loupe.explain.page.Content;
import dev.loupe.explain.page.DataTable;
import dev.loupe.explain.page.Figure;
import dev.loupe.explain.page.HtmlPage;
import dev.loupe.tensor.Shape;
import dev.loupe.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What the central values of layers can depend on, and what they really depend on.
public final class FieldsPage {
  private static final int CELL = 180;

  private FieldsPage() {}

  /// The page of some layers.
  public static HtmlPage of(String name, List<EffectiveField> fields) {
    DataTable table =
        new DataTable(
            "Receptive fields",
            List.of("layer", "theoretical, by stride", "deviation, places", "share of the area"));
    List<Figure> figures = new ArrayList<>();
    for (EffectiveField f : fields) {
      String deviations =
          f.deviations().stream()
              .map(d -> String.format(Locale.ROOT, "%.2f", d))
              .collect(Collectors.joining(" x "));
      table.row(
          f.layer(),
          f.theoretical().toString(),
          deviations,
          String.format(Locale.ROOT, "%.1f %%", 100 * f.share()));
      Image image = drawn(f);
      figures.add(
          new Figure(
              image,
              "effective receptive field of " + f.layer(),
              f.layer() + ": " + f.theoretical(),
              Math.max(CELL, image.width())));
    }
    String text =
        "The theoretical field is all that a value can depend on. The effective field is the mean"
            + " size of the gradient of the central value for each place of the input, over noise:"
            + " near the middle much, near the rim little. Its share of the area is that of a box"
            + " of four standard deviations.";
    return HtmlPage.of("Receptive fields of " + name)
        .introduction(text)
        .section("Figures", table)
        .section("Maps", Content.grid(CELL, figures));
  }

  /// The maps side by side.
  public static Image sheet(List<EffectiveField> fields) {
    return Mosaic.of(fields.stream().map(f -> Mosaic.sized(drawn(f), CELL)).toList(), 6, 6);
  }

  /// Square roots, so that the faint rim is seen.
  private static Image drawn(EffectiveField field) {
    Tensor map = field.map();
    while (map.shape().rank() > 2) {
      map = map.item(map.shape().size(0) / 2);
    }
    Shape shape = map.shape();
    Tensor roots =
        Tensor.zeros(
            shape.rank() == 1
                ? Shape.of(shape.size(0), 1)
                : Shape.of(shape.size(0), shape.size(1), 1));
    float most = Float.MIN_NORMAL;
    for (int i = 0; i < roots.length(); i++) {
      roots.set(i, (float) Math.sqrt(map.get(i)));
      most = Math.max(most, roots.get(i));
    }
    return shape.rank() == 1 ? SampleImage.curve(roots) : SampleImage.of(roots, 0, most);
  }
}
