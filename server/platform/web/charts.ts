import type { EChartsCoreOption } from 'echarts/core'
import { assert } from '../assert.ts'

export type Bar = { readonly label: string; readonly value: number; readonly shown: string }

/** Columns side by side in time, each made of one part for every series; parts below 0 hang down. */
export type Columns = {
  readonly labels: readonly string[]
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[]
  /** The words of a mark on the axis of values. */
  readonly mark: (value: number) => string
}

/** Narrow and with large letters, so that it can still be read at a phone's width. */
const width = 480
const barHeight = 46
const columnsHeight = 280
const legendHeight = 34

const ink = '#22262c'
const line = { lineStyle: { color: '#8b8f96' } }
const words = { fontSize: 15, color: ink }
/** The one blue, and a light one that is told from it in grey print too. */
const fills = ['#17457e', '#9db8d6', '#8b8f96']
const trackFill = '#d9e3ef'

/** A figure of this many letters stands beside its bar without being cut; longer ones get more room. */
const letter = 9

/** The names of bars one below the other; a long one goes on in a second line rather than out of the picture. */
const namesDown = (bars: readonly { readonly label: string }[], labelWidth: number) => ({
  type: 'category' as const,
  inverse: true,
  data: bars.map(({ label }) => label),
  axisLine: line,
  axisTick: { show: false },
  axisLabel: { ...words, width: labelWidth - 12, overflow: 'break' as const },
})

/**
 * Bars one below the other, as SVG to stand in a page; `labelWidth` is the room before them. Behind each bar lies a light one as
 * long as `whole`, if it is given: what it is a part of.
 */
export const barChart = (bars: readonly Bar[], labelWidth = 84, whole = 0): Promise<string> =>
  drawnOnce(JSON.stringify(['bars', bars, labelWidth, whole]), () => barsDrawn(bars, labelWidth, whole))

function barsDrawn(bars: readonly Bar[], labelWidth: number, whole: number): Promise<string> {
  const longest = Math.max(...bars.map(({ shown }) => shown.length))
  const bar = { type: 'bar' as const, silent: true, barWidth: 28, barGap: '-100%' }
  const beside = {
    ...words,
    ...{ show: true, position: 'right' as const },
    formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.shown ?? '',
  }
  return drawn(bars.length * barHeight, {
    grid: { left: labelWidth, right: Math.max(136, longest * letter + 12), top: 0, bottom: 0 },
    xAxis: {
      ...{ show: false, type: 'value', min: 0 },
      max: Math.max(1, whole, ...bars.map(({ value }) => value)),
    },
    yAxis: namesDown(bars, labelWidth),
    series: [
      // The figure stands behind the longer of the two, so that none lies on a light bar.
      ...(whole
        ? [
            {
              ...{ ...bar, itemStyle: { color: trackFill }, label: beside },
              data: bars.map(({ value }) => Math.max(value, whole)),
            },
          ]
        : []),
      {
        ...{ ...bar, itemStyle: { color: fills[0] }, ...(whole ? {} : { label: beside }) },
        data: bars.map(({ value }) => value),
      },
    ],
  })
}

/** Columns in time, stacked, with the names of their parts above them. */
export function columnChart({ labels, series, mark }: Columns): Promise<string> {
  return drawn(columnsHeight, {
    color: fills,
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: words, selectedMode: false },
    grid: { left: 4, right: 8, top: 40, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: labels,
      axisLine: line,
      axisTick: { show: false },
      axisLabel: { ...words, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      splitNumber: 4,
      axisLabel: { ...words, formatter: mark },
      splitLine: { lineStyle: { color: '#e4e2de' } },
    },
    series: series.map(({ name, values }) => ({
      name,
      type: 'bar',
      stack: 'all',
      silent: true,
      barMaxWidth: 28,
      data: values,
    })),
  })
}

export type Parted = { readonly label: string; readonly parts: readonly number[] }

/** Bars one below the other, each made of parts side by side, with the names of the parts above them. */
export const partsChart = (
  bars: readonly Parted[],
  names: readonly string[],
  labelWidth = 150,
): Promise<string> =>
  drawnOnce(JSON.stringify(['parts', bars, names, labelWidth]), () => partsDrawn(bars, names, labelWidth))

function partsDrawn(bars: readonly Parted[], names: readonly string[], labelWidth: number): Promise<string> {
  return drawn(bars.length * barHeight + legendHeight, {
    color: fills,
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 14, textStyle: words, selectedMode: false },
    grid: { left: labelWidth, right: 8, top: legendHeight, bottom: 0 },
    xAxis: { show: false, type: 'value', min: 0, max: 'dataMax' },
    yAxis: namesDown(bars, labelWidth),
    series: names.map((name, at) => ({
      name,
      type: 'bar',
      stack: 'all',
      silent: true,
      barWidth: 24,
      data: bars.map(({ parts }) => parts[at] ?? 0),
    })),
  })
}

const pictures = new Map<string, Promise<string>>()
/** Some ten kilobytes each. */
const mostPictures = 300

/** The same bars are the same picture: most pages are read far more often than their figures move. */
function drawnOnce(of: string, draw: () => Promise<string>): Promise<string> {
  const known = pictures.get(of)
  if (known) return known
  const [oldest] = pictures.keys()
  if (oldest !== undefined && pictures.size >= mostPictures) pictures.delete(oldest)
  const picture = draw()
  pictures.set(of, picture)
  picture.catch(() => pictures.delete(of))
  return picture
}

async function loaded() {
  const { init, use } = await import('echarts/core')
  const { BarChart } = await import('echarts/charts')
  const { GridComponent, LegendComponent } = await import('echarts/components')
  const { SVGRenderer } = await import('echarts/renderers')
  use([BarChart, GridComponent, LegendComponent, SVGRenderer])
  return init
}
let library: ReturnType<typeof loaded> | undefined

/**
 * The library is loaded with the first chart: it takes tens of megabytes, and most programs of a day draw none. Asking for it
 * anew each time would cost half a drawing.
 */
async function drawn(height: number, option: EChartsCoreOption): Promise<string> {
  library ??= loaded()
  const init = await library
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  chart.setOption({ animation: false, ...option })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return withoutStyles(svg)
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
