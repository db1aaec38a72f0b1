import { assert } from '../assert.ts'

export type Bar = { readonly label: string; readonly value: number; readonly shown: string }

/** Narrow and with large letters, so that it can still be read at a phone's width. */
const width = 480
const barHeight = 46

/**
 * Bars one below the other, as SVG to stand in a page. The library is loaded with the first chart: it takes
 * tens of megabytes, and most programs of a day draw none.
 */
export async function barChart(bars: readonly Bar[]): Promise<string> {
  const { init, use } = await import('echarts/core')
  const { BarChart } = await import('echarts/charts')
  const { GridComponent } = await import('echarts/components')
  const { SVGRenderer } = await import('echarts/renderers')
  use([BarChart, GridComponent, SVGRenderer])
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: bars.length * barHeight })
  const words = { fontSize: 15, color: '#22262c' }
  chart.setOption({
    animation: false,
    grid: { left: 84, right: 136, top: 0, bottom: 0 },
    xAxis: { show: false, type: 'value', min: 0, max: Math.max(1, ...bars.map(({ value }) => value)) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ label }) => label),
      axisLine: { lineStyle: { color: '#8b8f96' } },
      axisTick: { show: false },
      axisLabel: words,
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 28,
        itemStyle: { color: '#17457e' },
        data: bars.map(({ value }) => value),
        label: {
          ...words,
          show: true,
          position: 'right',
          formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.shown ?? '',
        },
      },
    ],
  })
  const drawn = chart.renderToSVGString()
  chart.dispose()
  return withoutStyles(drawn)
}

/**
 * The same picture without style attributes and elements, which the site's CSP forbids: sizes become attributes
 * of their own, and the font is the page's. Its size follows the page; what it says stands in the page besides.
 */
function withoutStyles(svg: string): string {
  const plain = svg
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/ style="([^"]*)"/g, (_, style: string) => {
      const size = /font-size:(\d+px)/.exec(style)?.[1]
      return size ? ` font-size="${size}"` : ''
    })
    .replace(/ (class|ecmeta_[a-z_]+|xml:space|baseProfile|xmlns:xlink)="[^"]*"/g, '')
    .replace(/^<svg width="\d+" height="\d+"/, '<svg aria-hidden="true" focusable="false"')
  assert(!/<[^>]* style=|<style/.test(plain), 'a chart carries no style of its own')
  return plain
}
