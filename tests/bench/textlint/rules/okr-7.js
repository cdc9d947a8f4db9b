module.exports = require("../rule.js")(7);
