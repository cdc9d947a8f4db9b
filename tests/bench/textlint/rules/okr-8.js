module.exports = require("../rule.js")(8);
