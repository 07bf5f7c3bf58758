package dev.loupe.train.picture;

import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Charts of one look.
public final class Charts {
  /// Of what is learned from.
  public static final Color BLUE = new Color(0x1F, 0x5A, 0xA6);

  /// Of what is judged.
  public static final Color ORANGE = new Color(0xD9, 0x5F, 0x02);

  /// Of what stands behind.
  public static final Color GREY = new Color(0xB0, 0xB0, 0xB0);

  private Charts() {}

  /// An empty chart.
  ///
  /// @param width in pixels
  /// @param height in pixels
  public static XYChart chart(String title, String xTitle, int width, int height) {
    XYChart chart =
        new XYChartBuilder().width(width).height(height).title(title).xAxisTitle(xTitle).build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.InsideNE)
        .setChartBackgroundColor(Color.WHITE)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
        .setLegendBorderColor(Color.LIGHT_GRAY);
    chart.getStyler().setPlotGridLinesColor(new Color(0xE0, 0xE0, 0xE0));
    return chart;
  }

  /// Adds a line without markers.
  public static XYSeries line(
      XYChart chart, String name, List<Double> x, List<Double> y, Color colour) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE).setMarkerColor(colour).setLineColor(colour);
    series.setLineWidth(2);
    return series;
  }
}
