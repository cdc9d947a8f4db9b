module.exports = require("../rule.js")(11);
