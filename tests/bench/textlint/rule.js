"use strict";
// One rule for one regular expression, one report a match; the twenty files in rules/ each make one of these.
const patterns = require("../patterns.json");
module.exports = (number) => ({ Syntax, RuleError, report, getSource, locator }) => {
  const pattern = new RegExp(patterns[number], "giu");
  return {
    [Syntax.Str](node) {
      for (const match of getSource(node).matchAll(pattern)) {
        const padding = locator.range([match.index, match.index + match[0].length]);
        report(node, new RuleError(`Found ${match[0]}`, { padding }));
      }
    },
  };
};
