module.exports = require("../rule.js")(1);
