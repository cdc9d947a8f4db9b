module.exports = require("../rule.js")(13);
