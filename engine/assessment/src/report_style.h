// The report's style sheet: dark on light, A4, no colour needed.
#pragma once

namespace np::assessment {

inline constexpr const char* kReportStyle = R"css(
:root { --ink: #17212b; --quiet: #55626e; --line: #d5dce2; --paper: #ffffff; --wash: #f4f7f8; --accent: #0f766e; --good: #1f7a3d; --bad: #a32b2b; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: #e9eef0; color: var(--ink); font: 15px/1.5 Inter, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 860px; margin: 24px auto; padding: 40px 48px 32px; background: var(--paper); border-radius: 10px; box-shadow: 0 1px 12px rgba(23, 33, 43, 0.12); }
h1 { font-size: 28px; line-height: 1.2; margin: 2px 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 36px 0 10px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 15px; margin: 18px 0 6px; }
p { margin: 6px 0; }
.brand { color: var(--accent); font-weight: 650; font-size: 14px; letter-spacing: 0.02em; }
.quiet { color: var(--quiet); }
.small { font-size: 13px; }
.facts { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 10px 0 0; padding: 0; list-style: none; font-size: 13.5px; color: var(--quiet); }
.facts strong { color: var(--ink); font-weight: 600; }
.verdict { display: flex; gap: 28px; align-items: center; margin: 24px 0 8px; padding: 20px 26px; background: var(--wash); border: 1px solid var(--line); border-left: 8px solid var(--quiet); border-radius: 10px; }
.verdict.passed { border-left-color: var(--good); }
.verdict.failed { border-left-color: var(--bad); }
.total { font-size: 52px; line-height: 1; font-weight: 680; letter-spacing: -0.02em; white-space: nowrap; }
.total small { display: block; font-size: 13px; font-weight: 400; letter-spacing: 0; color: var(--quiet); margin-top: 8px; }
.outcome { font-size: 21px; font-weight: 650; margin: 0 0 2px; }
.passed .outcome { color: var(--good); }
.failed .outcome { color: var(--bad); }
.notice { margin: 14px 0; padding: 10px 16px; border: 2px solid var(--bad); border-radius: 8px; }
table { width: 100%; border-collapse: collapse; margin: 8px 0 4px; font-size: 13.5px; }
caption { text-align: left; color: var(--quiet); font-size: 13px; padding: 0 0 4px; }
th, td { text-align: left; vertical-align: top; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; color: var(--quiet); font-size: 12.5px; border-bottom: 1.5px solid #9fabb5; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.nowrap, th.nowrap { white-space: nowrap; }
.better { font-size: 13px; font-style: italic; }
.source { color: var(--quiet); font-size: 12px; }
td.wide { width: 46%; min-width: 15em; }
ol.next { margin: 8px 0; padding: 0; list-style: none; counter-reset: next; }
ol.next li { counter-increment: next; position: relative; padding: 4px 0 8px 40px; }
ol.next li::before { content: counter(next); position: absolute; left: 0; top: 5px; width: 26px; height: 26px; line-height: 24px; text-align: center; border: 1.5px solid var(--accent); border-radius: 50%; color: var(--accent); font-weight: 650; }
.faces { display: grid; grid-template-columns: repeat(auto-fill, minmax(340px, 1fr)); gap: 14px; }
figure { margin: 10px 0 4px; break-inside: avoid; }
figure img { display: block; width: 100%; height: auto; border-radius: 8px; }
figcaption { color: var(--quiet); font-size: 13px; padding-top: 5px; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 6px 24px; }
svg.chart { display: block; width: 100%; height: auto; }
svg.patterns { position: absolute; }
svg.shape { width: 14px; height: 14px; vertical-align: -2px; margin-right: 6px; }
svg.mark-bar { display: block; width: 100%; min-width: 110px; height: 9px; margin-top: 6px; }
svg .tick { font-size: 10px; fill: #3b4853; }
svg .name { font-size: 11.5px; fill: #17212b; }
svg .middle { text-anchor: middle; }
svg .end { text-anchor: end; }
svg .axis { stroke: #55626e; stroke-width: 1; }
svg .grid { stroke: #d5dce2; stroke-width: 1; }
svg .band { fill: #dcebe9; }
svg .ideal { stroke: #0f766e; stroke-width: 1.4; }
svg .breach { stroke: #a32b2b; stroke-width: 1.6; stroke-dasharray: 5 3; }
svg .bar, svg .target { fill: #0f766e; }
svg .bar-back { fill: #e3e9ec; }
svg .bar-below, svg .light { fill: url(#dots); stroke: #0f766e; stroke-width: 0.7; }
svg .bar-above, svg .heavy { fill: url(#stripes); stroke: #b4480f; stroke-width: 0.7; }
svg .over { fill: url(#mesh); stroke: #a32b2b; stroke-width: 0.7; }
svg .untreated { fill: #ffffff; stroke: #55626e; stroke-width: 0.8; }
svg .plate { fill: #ffffff; opacity: 0.88; }
svg .phase { fill: #e3e9ec; stroke: #9fabb5; stroke-width: 0.7; }
svg .needling { fill: #0f766e; }
svg .critical { fill: #a32b2b; stroke: #ffffff; stroke-width: 0.8; }
svg .major { fill: #c9560f; stroke: #ffffff; stroke-width: 0.8; }
svg .minor { fill: #8a6d00; stroke: #ffffff; stroke-width: 0.8; }
svg .info { fill: #ffffff; stroke: #55626e; stroke-width: 1.4; }
.tag { display: inline-block; padding: 0 6px; border: 1px solid #9fabb5; border-radius: 4px; font-size: 11.5px; color: var(--quiet); }
.hash { font-family: "SFMono-Regular", Consolas, "Liberation Mono", monospace; font-size: 11.5px; overflow-wrap: anywhere; }
code { font-family: "SFMono-Regular", Consolas, "Liberation Mono", monospace; font-size: 13px; background: var(--wash); padding: 1px 5px; border-radius: 4px; }
footer { margin-top: 34px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--quiet); font-size: 12.5px; }
@page { size: A4; margin: 14mm 13mm; }
@media print {
  body { background: none; font-size: 10.5pt; }
  main { max-width: none; margin: 0; padding: 0; border-radius: 0; box-shadow: none; }
  h2 { break-after: avoid; }
  h3, h2 + p, caption { break-after: avoid; }
  h2 { margin-top: 22px; }
  table { font-size: 9pt; }
  th, td { padding-top: 4px; padding-bottom: 4px; }
  .keep, tr, .verdict, ol.next li { break-inside: avoid; }
  thead { display: table-header-group; }
  .charts, .faces { grid-template-columns: 1fr 1fr; }
  .table { overflow: visible; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
@media screen and (max-width: 640px) {
  main { margin: 0; padding: 20px 16px; border-radius: 0; }
  .verdict { flex-direction: column; align-items: flex-start; gap: 10px; }
  .table { overflow-x: auto; }
}
)css";

}  // namespace np::assessment
